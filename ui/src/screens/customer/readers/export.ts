/** Saves all live readers of a customer, to be imported elsewhere. */
import { call } from '$lib/api/client.ts';
import { saveFile } from '$lib/files.ts';
import { t } from '$lib/i18n/index.ts';
import { workspace } from '$lib/shell/workspace.svelte.ts';
import { toast } from '$lib/toast.ts';

export async function saveReaders(customerId: string): Promise<void> {
	const name = t('reader-export-name', { customer: workspace.current?.code ?? '' }).trim();
	try {
		await saveFile('readers_json', t('reader-export-json'), `${name}.json`, (file) =>
			call('readers.export_json', { customer_id: customerId, file }),
		);
	} catch (thrown) {
		toast.failure(thrown);
	}
}
