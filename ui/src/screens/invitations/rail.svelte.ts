/** How many keys wait, beside the place. It lives as long as the window. */
import { untrack } from 'svelte';
import { call, type Wire } from '$lib/api/client.ts';
import { on } from '$lib/api/events.ts';
import { number } from '$lib/i18n/index.ts';
import { session } from '$lib/session.svelte.ts';
import { placeNote } from '$lib/shell/place-notes.svelte.ts';
import { workspace } from '$lib/shell/workspace.svelte.ts';

let known = $state.raw<{ of: string | null; is: Wire.InvitationCounts } | null>(null);

async function ask(): Promise<void> {
	const customer_id = workspace.customerId;
	if (session.stage !== 'unlocked' || (!customer_id && session.ownCustomerId)) return;
	try {
		const page = { search: '', sort: '', descending: false, page: 0, page_size: 1, language: 'en' } as const;
		const { counts } = await call('invitations.list', { customer_id, page, state: [], marks: [] });
		known = { of: customer_id, is: counts };
	} catch {
		// A count is an ornament: the page itself says what went wrong.
		known = null;
	}
}

$effect.root(() => {
	$effect(() => {
		const open = session.stage === 'unlocked';
		const where = [workspace.customerId, session.distributor?.id];
		untrack(() => {
			if (open && where) void ask();
			else known = null;
		});
	});
});

let timer: ReturnType<typeof setTimeout> | undefined;
on('changed', (change) => {
	if (!change.nouns.some((noun) => ['users', 'keys', 'customers'].includes(noun))) return;
	clearTimeout(timer);
	timer = setTimeout(() => void ask(), 100);
});

function note(of: string | null) {
	if (!known || known.of !== of) return null;
	const { waiting, expiring, expired } = known.is;
	const all = waiting + expiring + expired;
	return all > 0 ? { text: number(all), attention: expiring + expired > 0 } : null;
}

placeNote('distributor/invitations', () => note(null));
placeNote('customer/invitations', () => note(workspace.customerId));
