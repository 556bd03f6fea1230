/** A file of users on its way into a customer: chosen or dropped on one screen, read by another. */
import { call } from '$lib/api/client.ts';
import { t } from '$lib/i18n/index.ts';
import { router } from '$lib/router.svelte.ts';
import { toast } from '$lib/toast.ts';

export interface IncomingFile {
	customerId: string;
	/** Handle for the core. */
	file: string;
	name: string;
}

class Incoming {
	file = $state.raw<IncomingFile | null>(null);

	/** Takes a file and shows what it would change. */
	take(file: IncomingFile): void {
		this.file = file;
		router.go(`/w/${encodeURIComponent(file.customerId)}/users/import`);
	}

	/** Lets the person choose a file. */
	async choose(customerId: string): Promise<void> {
		try {
			const picked = await call('files.pick_open', { kind: 'users_table', title: t('user-import-pick') });
			if (picked.file) this.take({ customerId, file: picked.file, name: picked.name ?? '' });
		} catch (thrown) {
			toast.failure(thrown);
		}
	}
}

export const incomingUsers = new Incoming();
