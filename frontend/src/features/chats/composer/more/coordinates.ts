interface Coordinates {
  latitude: number
  longitude: number
}

// O par de um link do Google Maps (@lat,lon ou q=lat,lon) ou do OpenStreetMap, ou só «lat, lon».
const PATTERNS = [
  /[?&/]mlat=(-?\d+(?:\.\d+)?)&mlon=(-?\d+(?:\.\d+)?)/,
  /[@=](-?\d{1,2}\.\d+),\+?(-?\d{1,3}\.\d+)/,
  /^\s*(-?\d{1,2}(?:\.\d+)?)\s*[,;\s]\s*(-?\d{1,3}(?:\.\d+)?)\s*$/,
]

/** O lugar que se colou: coordenadas ou o link de um mapa. */
export function parseCoordinates(typed: string): Coordinates | null {
  for (const pattern of PATTERNS) {
    const found = pattern.exec(typed)
    if (!found) continue
    const latitude = Number(found[1])
    const longitude = Number(found[2])
    if (Math.abs(latitude) <= 90 && Math.abs(longitude) <= 180) return { latitude, longitude }
  }
  return null
}
