// Elements made from data. Text only ever becomes text.
export function element(name, properties = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(properties)) {
    if (key in made && key !== "list") made[key] = value;
    else made.setAttribute(key, value);
  }
  made.append(...children.filter((child) => child !== null));
  return made;
}

// The sentence with its %(places)s filled.
export function filled(sentence, values) {
  return sentence.replace(/%\((\w+)\)s/g, (_, name) => values[name] ?? "");
}

export class Speaker {
  constructor(language) {
    // Days stand before months here in every language.
    this.language = language === "en" ? "en-GB" : language;
    this.regions = new Intl.DisplayNames([this.language], { type: "region", fallback: "code" });
  }

  day(text) {
    return new Intl.DateTimeFormat(this.language, { dateStyle: "long", timeZone: "UTC" }).format(new Date(`${text}T00:00:00Z`));
  }

  moment(milliseconds) {
    return new Intl.DateTimeFormat(this.language, { dateStyle: "long", timeStyle: "short" }).format(new Date(milliseconds));
  }

  hours(count) {
    return new Intl.NumberFormat(this.language, { style: "unit", unit: "hour", unitDisplay: "long" }).format(count);
  }

  number(count) {
    return new Intl.NumberFormat(this.language).format(count);
  }

  country(code) {
    try {
      return this.regions.of(code);
    } catch {
      return code;
    }
  }
}
