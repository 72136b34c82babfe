import type { CountryCode } from 'libphonenumber-js/min'

let home: CountryCode = 'BR'

/** O país da instalação: completa o número que se escreve sem o código dele. */
export function homeCountry(): CountryCode {
  return home
}

export function setHomeCountry(country: string): void {
  home = country as CountryCode
}
