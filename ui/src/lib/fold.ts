/** Text as searching sees it: small letters without diacritics, so that `zizkov` finds `Žižkov`. */
export function fold(text: string): string {
	return text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase().trim();
}
