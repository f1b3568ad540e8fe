// The camera: gives each text that stands in a square code. Browsers that read codes themselves do it; for the others a
// reader is fetched, only then (qr, MIT or Apache-2.0).
const EVERY = 150;
const LARGEST = 900;

async function reader() {
  const native = globalThis.BarcodeDetector;
  if (native && (await native.getSupportedFormats()).includes("qr_code")) {
    const detector = new native({ formats: ["qr_code"] });
    return async (source) => (await detector.detect(source)).map((each) => each.rawValue);
  }
  const { decodeQR } = await import("../../built/qr/decode.js");
  const canvas = document.createElement("canvas");
  const context = canvas.getContext("2d", { willReadFrequently: true });
  return async (source) => {
    const [width, height] = [source.videoWidth ?? source.width, source.videoHeight ?? source.height];
    const scale = Math.min(1, LARGEST / Math.max(width, height));
    [canvas.width, canvas.height] = [Math.round(width * scale), Math.round(height * scale)];
    context.drawImage(source, 0, 0, canvas.width, canvas.height);
    try {
      return [decodeQR(context.getImageData(0, 0, canvas.width, canvas.height))];
    } catch {
      return [];
    }
  };
}

// All texts in one picture, for one that was taken before.
export async function textsIn(picture) {
  return (await reader())(picture);
}

// Show the camera in `video` and call `found(text)` for each text until `stop`. Throws where there is no camera.
export async function openCamera(video, found) {
  const stream = await navigator.mediaDevices.getUserMedia({
    audio: false,
    video: { facingMode: "environment", width: { ideal: 1280 }, height: { ideal: 720 } },
  });
  video.srcObject = stream;
  const [track] = stream.getVideoTracks();
  let open = true;
  const stop = () => {
    open = false;
    stream.getTracks().forEach((each) => each.stop());
    video.srcObject = null;
  };
  try {
    await video.play();
    const read = await reader();
    const look = async () => {
      if (!open) return;
      const texts = video.readyState >= 2 ? await read(video).catch(() => []) : [];
      if (!open) return;
      texts.forEach(found);
      setTimeout(look, EVERY);
    };
    look();
  } catch (error) {
    stop();
    throw error;
  }
  const hasTorch = Boolean(track.getCapabilities?.().torch);
  return { stop, hasTorch, torch: (on) => track.applyConstraints({ advanced: [{ torch: on }] }) };
}
