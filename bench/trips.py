"""Made-up trips, mixed as companies have them: many short ones on a few hundred routes, some long, some odd."""

import numpy
import polars

ROUTES = 200
SEED = 20261122

# Countries by how often business trips touch them: where much is traded, much is travelled.
COUNTRIES = {
    "US": 14, "DE": 12, "GB": 9, "FR": 8, "CH": 6, "NL": 6, "IT": 5, "ES": 5, "CA": 5, "AT": 4, "BE": 4, "PL": 4,
    "IN": 4, "JP": 4, "CN": 4, "SE": 3, "IE": 3, "CZ": 2, "DK": 2, "PT": 2, "AU": 2, "BR": 2, "KR": 2, "LU": 2,
    "NO": 2, "HU": 2, "RO": 2, "SG": 2, "AE": 2, "FI": 1, "SK": 1, "GR": 1, "MX": 1, "TR": 1, "IL": 1, "ZA": 1,
    "CL": 1, "UY": 1, "PH": 1, "MA": 1,
}  # fmt: skip

DAYS = numpy.datetime64("1970-01-01", "D")


def routes(count: int = ROUTES) -> list[tuple[str, str]]:
    """The routes, the most travelled first."""
    codes = list(COUNTRIES)
    pairs = [(home, host) for home in codes for host in codes if home != host]
    chance = numpy.array([COUNTRIES[home] * COUNTRIES[host] for home, host in pairs], dtype=float)
    chosen = numpy.random.default_rng(SEED).choice(len(pairs), count, replace=False, p=chance / chance.sum())
    return sorted((pairs[each] for each in chosen), key=lambda pair: -COUNTRIES[pair[0]] * COUNTRIES[pair[1]])


def trips(count: int, seed: int = SEED) -> polars.DataFrame:
    """`count` trips. The same seed gives the same trips."""
    random = numpy.random.default_rng(seed)
    known = routes()
    weight = numpy.array([COUNTRIES[home] * COUNTRIES[host] for home, host in known], dtype=float)
    route = random.choice(len(known), count, p=weight / weight.sum())
    home = numpy.array([pair[0] for pair in known])[route]
    host = numpy.array([pair[1] for pair in known])[route]
    start = random.integers(20_270, 21_000, count)  # 2025-07-01 to 2027-06-30
    # Days: business trips, projects, postings, and a few that are planned for very long.
    length = numpy.select(
        [(kind := random.random(count)) < 0.82, kind < 0.93, kind < 0.985],
        [random.integers(0, 15, count), random.integers(15, 200, count), random.integers(200, 1100, count)],
        random.integers(1100, 2600, count),
    )
    end = _days(start + length).astype(object)
    end[(odd := random.random(count)) < 0.004] = "open"
    end[odd > 0.994] = None
    employed = _days(start - random.integers(-20, 9000, count)).astype(object)
    # What is written down hangs on the personnel office at home: some of them leave a column empty for everybody.
    employed[_office(home, 3) == 0] = None
    residence = home.astype(object)
    residence[_office(home, 7) == 0] = None
    moved = random.random(count) < 0.02
    residence[moved] = host[moved]
    hired = numpy.where(random.random(count) < 0.01, "yes", "no").astype(object)
    hired[_office(home, 5) == 0] = None
    self_employed = random.random(count) < 0.03
    return polars.DataFrame(
        {
            "traveller_id": [f"T{number:07d}" for number in random.integers(0, max(count // 8, 1), count)],
            "from_country": home,
            "to_country": host,
            "start": _days(start),
            "end": polars.Series(end.tolist(), dtype=polars.String),
            "status": numpy.where(self_employed, "self_employed", "employee"),
            "nationality": polars.Series(_nationalities(random, home, host), dtype=polars.String),
            "residence": polars.Series(residence.tolist(), dtype=polars.String),
            "employer_seat": numpy.where(random.random(count) < 0.985, home, host),
            "works_for_sender": numpy.where(random.random(count) < 0.98, "yes", "no"),
            "hired_locally": polars.Series(hired.tolist(), dtype=polars.String),
            "replaces_posted_person": numpy.where(random.random(count) < 0.004, "yes", "no"),
            "lent_onward": ["no"] * count,
            "local_contract": numpy.where(random.random(count) < 0.01, "yes", "no"),
            "substantial_activity_at_home": ["yes"] * count,
            "insured_since": _days(start - random.integers(5, 9000, count)),
            "employed_since": polars.Series(employed.tolist(), dtype=polars.String),
            "work": numpy.where(random.random(count) < 0.985, "yes", "no"),
            "cost_centre": [f"{number:04d}" for number in random.integers(1000, 1400, count)],
        }
    )


def _days(numbers: numpy.ndarray) -> numpy.ndarray:
    return (DAYS + numbers).astype(str)


def _office(home: numpy.ndarray, one_in: int) -> numpy.ndarray:
    """A number from 0 on for each country; one in so many has 0."""
    number = {code: place % one_in for place, code in enumerate(COUNTRIES)}
    return numpy.array([number[code] for code in home.tolist()])


def _nationalities(
    random: numpy.random.Generator, home: numpy.ndarray, host: numpy.ndarray
) -> list[str | None]:
    """Mostly nationals of the country that sends, some of the other, some of any, a few of two, a few unknown."""
    codes = numpy.array(list(COUNTRIES))
    other = codes[random.integers(0, len(codes), len(home))]
    chance = random.random(len(home))
    found = numpy.where(chance < 0.8, home, numpy.where(chance < 0.82, host, other)).astype(object)
    two = (chance > 0.975) & (chance <= 0.985) & (other != home)
    found[two] = [f"{one};{another}" for one, another in zip(home[two], other[two], strict=True)]
    found[chance > 0.985] = None
    return found.tolist()
