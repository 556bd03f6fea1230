/** Saves readers to a file of the person's choice. */
import { call, inWindow, type Wire } from '$lib/api/client.ts';
import { t } from '$lib/i18n/index.ts';
import { workspace } from '$lib/shell/workspace.svelte.ts';
import { toast } from '$lib/toast.ts';

const ENDING = { csv: 'csv', readers_json: 'json' } as const;

/** `csv` saves what the table shows, over all its pages; `readers_json` all live readers, to be imported elsewhere. */
export async function saveReaders(kind: 'csv' | 'readers_json', list: Wire.ListReadersRequest): Promise<void> {
	try {
		const name = `${t('reader-export-name', { customer: workspace.current?.code ?? '' }).trim()}.${ENDING[kind]}`;
		const picked = await call('files.pick_save', {
			kind,
			title: kind === 'csv' ? t('reader-export-csv') : t('reader-export-json'),
			name,
		});
		const { file } = picked;
		if (!file) return;
		const saved =
			kind === 'csv'
				? await call('readers.export', { list, file })
				: await call('readers.export_json', { customer_id: list.customer_id, file });
		toast.done(t('reader-exported', { count: saved.count }), {
			detail: [saved.folder, saved.name].filter(Boolean).join(' › '),
			action:
				inWindow && kind === 'csv'
					? { label: t('reader-export-open'), run: () => call('files.open_saved', { file }) }
					: undefined,
		});
	} catch (thrown) {
		toast.failure(thrown);
	}
}
