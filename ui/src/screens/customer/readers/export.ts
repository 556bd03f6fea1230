/** Saves readers to a file of the person's choice. */
import { call, type Wire } from '$lib/api/client.ts';
import { saveFile } from '$lib/files.ts';
import { t } from '$lib/i18n/index.ts';
import { workspace } from '$lib/shell/workspace.svelte.ts';
import { toast } from '$lib/toast.ts';

/** `csv` saves what the table shows, over all its pages; `readers_json` all live readers, to be imported elsewhere. */
export async function saveReaders(kind: 'csv' | 'readers_json', list: Wire.ListReadersRequest): Promise<void> {
	const csv = kind === 'csv';
	const name = t('reader-export-name', { customer: workspace.current?.code ?? '' }).trim();
	try {
		await saveFile(kind, csv ? t('reader-export-csv') : t('reader-export-json'), `${name}.${csv ? 'csv' : 'json'}`, (file) =>
			csv ? call('readers.export', { list, file }) : call('readers.export_json', { customer_id: list.customer_id, file }),
		);
	} catch (thrown) {
		toast.failure(thrown);
	}
}
