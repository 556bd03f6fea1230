/** Asks where to, lets the core write the file, and says where it went. */
import { call, type Wire } from '$lib/api/client.ts';
import { number, t } from '$lib/i18n/index.ts';
import { writing } from '$lib/writing.ts';
import { toast } from '$lib/toast.ts';

/** `run` writes the file behind the handle; nothing happens when the person closes the dialog. */
export async function saveTable(
	name: string,
	format: Wire.SheetFormat,
	run: (file: string, format: Wire.SheetFormat) => Promise<Wire.Saved>,
): Promise<void> {
	try {
		const { file } = await call('files.pick_save', { kind: format, title: t('export-title'), name: `${name.replace(/[\\/:*?"<>|\p{Cc}]+/gu, '-')}.${format}` });
		if (!file) return;
		const saved = await writing(file, (handle) => run(handle, format));
		if (!saved) return;
		toast.done(t('export-saved', { count: saved.count, shown: number(saved.count), name: saved.name }), {
			detail: saved.folder,
			action: { label: t('export-open'), run: () => call('files.open_saved', { file }) },
		});
	} catch (thrown) {
		toast.failure(thrown);
	}
}

/** The same as CSV. */
export function saveCsv(name: string, run: (file: string) => Promise<Wire.Saved>): Promise<void> {
	return saveTable(name, 'csv', run);
}
