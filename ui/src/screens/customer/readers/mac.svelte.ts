/** MAC addresses on the screens: whether they are shown at all, and what a typed one will be kept as. */

const STORAGE_KEY = 'readers:show-mac';

class MacDisplay {
	#shown = $state(typeof localStorage === 'undefined' || localStorage.getItem(STORAGE_KEY) !== 'no');

	/** The manual's *Display MAC* switch, remembered on this computer. */
	get shown(): boolean {
		return this.#shown;
	}

	set shown(shown: boolean) {
		this.#shown = shown;
		localStorage.setItem(STORAGE_KEY, shown ? 'yes' : 'no');
	}
}

export const macDisplay = new MacDisplay();

/**
 * Six bytes in hex: in pairs, fours or halves between `:`, `-`, `.` or spaces, or without anything between.
 * A hint while typing; the core decides.
 */
export function canonicalMac(text: string): string | null {
	const typed = text.trim();
	const separator = /[:\-. ]/.exec(typed)?.[0];
	const parts = separator ? typed.split(separator) : [typed];
	const width = parts[0]?.length ?? 0;
	if (parts.some((part) => part.length !== width || !/^[0-9a-f]+$/i.test(part))) return null;
	if (parts.length * width !== 12 || (separator && ![2, 4, 6].includes(width))) return null;
	return (parts.join('').toUpperCase().match(/../g) ?? []).join(':');
}
