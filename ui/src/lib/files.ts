/** Saving: the person chooses where, the core writes, the note offers to open what was written. */
import { call, type Wire } from './api/client.ts';
import { t } from './i18n/index.ts';
import { toast } from './toast.ts';
import { writing } from './writing.ts';

/** `null` when the dialog was cancelled. What the core refuses is thrown. */
export async function saveFile(
	kind: Wire.FileKind,
	title: string,
	name: string,
	write: (file: string) => Promise<Wire.Saved>,
): Promise<Wire.Saved | null> {
	const { file } = await call('files.pick_save', { kind, title, name: fileName(name) });
	if (file === null) return null;
	const saved = await writing(file, write);
	if (!saved) return null;
	toast.done(t('file-saved', { name: saved.name }), {
		detail: saved.folder,
		action: { label: t('file-open'), run: () => call('files.open_saved', { file }) },
	});
	return saved;
}

/** A name every system takes. */
function fileName(name: string): string {
	return name.replace(/[\\/:*?"<>|\p{Cc}]+/gu, '-').trim();
}
