/** The clipboard. Secrets are wiped from it after a while, unless something else was copied meanwhile. */

const SECRET_SECONDS = 30;
let wipe: ReturnType<typeof setTimeout> | undefined;

/** Copies a text; false when the system does not let us. */
export async function copyText(text: string, options: { secret?: boolean } = {}): Promise<boolean> {
	try {
		await navigator.clipboard.writeText(text);
	} catch {
		return false;
	}
	clearTimeout(wipe);
	if (options.secret) {
		wipe = setTimeout(() => void forget(text), SECRET_SECONDS * 1000);
	}
	return true;
}

async function forget(text: string): Promise<void> {
	try {
		// Where reading is not allowed we cannot know what is there now; the secret matters more.
		const now = await navigator.clipboard.readText().catch(() => text);
		if (now === text) await navigator.clipboard.writeText('');
	} catch {
		// The window lost the clipboard; nothing is left that we could do.
	}
}
