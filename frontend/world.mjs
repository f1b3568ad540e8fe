// The countries of the world as paths of an SVG, in a projection that keeps areas: drawn once, when the look is built.
// Shapes: Natural Earth (public domain) by the package world-atlas; countries too small for a shape get a place alone.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { geoEqualEarth, geoPath } from "d3-geo";
import { feature } from "topojson-client";

const WIDTH = 1000;
const SOUTHERNMOST = -58;
const ANTARCTICA = "010";
const SMALLEST = 14;

const read = (folder, name) => JSON.parse(readFileSync(join(folder, name)));

export function drawWorld(folder) {
  const shapes = feature(...withCountries(read(folder, "countries-110m.json"))).features;
  const places = feature(...withCountries(read(folder, "countries-50m.json"))).features;
  const seen = { type: "FeatureCollection", features: shapes.filter((each) => each.id !== ANTARCTICA) };
  const projection = geoEqualEarth().fitWidth(WIDTH, seen);
  const path = geoPath(projection).digits(1);
  const [[, top]] = path.bounds(seen);
  projection.translate([projection.translate()[0], projection.translate()[1] - top]);
  const height = Math.ceil(projection([0, SOUTHERNMOST])[1]);
  const countries = {};
  for (const each of places) {
    const at = path.centroid(each).map((place) => Math.round(place * 10) / 10);
    if (each.id && each.id !== ANTARCTICA && at.every(Number.isFinite)) countries[each.id] ??= { at };
  }
  for (const each of seen.features) {
    const id = each.id ?? each.properties.name;
    // A shape that is smaller than a circle is told by the circle.
    const small = path.area(each) < SMALLEST;
    // The largest piece says where a country's number stands: France lies in Europe.
    countries[id] = { at: largest(path, each), path: path(each), ...(small ? { small } : {}) };
  }
  return { width: WIDTH, height, source: "Natural Earth 1:110m", countries };
}

function withCountries(topology) {
  return [topology, topology.objects.countries];
}

function largest(path, { geometry }) {
  const pieces = geometry.type === "MultiPolygon" ? geometry.coordinates : [geometry.coordinates];
  const [best] = pieces
    .map((coordinates) => ({ type: "Polygon", coordinates }))
    .sort((one, other) => path.area(other) - path.area(one));
  return path.centroid(best).map((place) => Math.round(place * 10) / 10);
}
