/** One action on a selection: asked for on one page, and going on while another is looked at. */
import type { Wire } from '$lib/api/client.ts';
import type { HandoutGroup } from '../handouts/desk.svelte.ts';

export type BulkKind = 'suspend' | 'resume' | 'reissue' | 'send' | 'validity' | 'delete' | 'delete_users' | 'put_back';

export interface BulkRun {
	kind: BulkKind;
	keyIds: readonly string[];
	userIds: readonly string[];
	/** Which handouts belong together, for keys with new codes. */
	groups: (keyIds: readonly string[]) => HandoutGroup[];
	/** What takes a change of validity back; runs without another question. */
	back?: readonly Wire.KeyValidity[];
	/** Runs at once: it takes back what was just done. */
	atOnce?: boolean;
}

class BulkDesk {
	run = $state.raw<BulkRun | null>(null);

	open(run: BulkRun): void {
		this.run = run;
	}

	close(): void {
		this.run = null;
	}
}

export const bulkDesk = new BulkDesk();
