/** Counts beside the places of a customer's workspace. They live as long as the window. */
import { untrack } from 'svelte';
import { call, type Wire } from '$lib/api/client.ts';
import { on } from '$lib/api/events.ts';
import { number } from '$lib/i18n/index.ts';
import { session } from '$lib/session.svelte.ts';
import { placeNote } from '$lib/shell/place-notes.svelte.ts';
import { workspace } from '$lib/shell/workspace.svelte.ts';

let home = $state.raw<{ of: string; is: Wire.CustomerHome } | null>(null);

const here = () => (home && home.of === workspace.customerId ? home.is : null);

/** Reader changes of the customer one is in that phones do not know yet. */
export const unpublishedHere = (): number => here()?.unpublished ?? 0;

async function ask(): Promise<void> {
	const customer_id = workspace.customerId;
	if (session.stage !== 'unlocked' || !customer_id) return;
	try {
		home = { of: customer_id, is: await call('home.customer', { customer_id }) };
	} catch {
		// A count is an ornament: the page itself says what went wrong.
		home = null;
	}
}

$effect.root(() => {
	$effect(() => {
		if (session.stage === 'unlocked' && workspace.customerId) untrack(() => void ask());
	});
});

let timer: ReturnType<typeof setTimeout> | undefined;
on('changed', (change) => {
	if (!change.nouns.some((noun) => ['users', 'keys', 'credit', 'readers', 'settings'].includes(noun))) return;
	clearTimeout(timer);
	timer = setTimeout(() => void ask(), 50);
});

placeNote('customer/users', () => {
	const is = here();
	return is ? { text: number(is.users) } : null;
});

placeNote('customer/credit', () => {
	const is = here();
	if (!is || is.credit.unlimited) return null;
	const { paid, trial } = is.credit;
	return { text: trial > 0 ? `${number(paid)} + ${number(trial)}` : number(paid), attention: is.credit_low };
});
