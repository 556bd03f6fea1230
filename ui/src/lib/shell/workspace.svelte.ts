/** The tenant one acts for at the moment: it follows the address, so that no screen can be in doubt. */
import { call, type Wire } from '../api/client.ts';
import { on } from '../api/events.ts';
import { router } from '../router.svelte.ts';
import { session } from '../session.svelte.ts';

class WorkspaceStore {
	/** Every workspace the account may choose: the distributor first, then customers by name. */
	known = $state.raw<readonly Wire.Workspace[]>([]);
	#started = false;

	start(): void {
		if (this.#started) return;
		this.#started = true;
		on('changed', (change) => {
			if (change.nouns.includes('customers') || change.nouns.includes('distributor')) void this.refresh();
		});
	}

	async refresh(): Promise<void> {
		if (session.stage !== 'unlocked') return;
		this.known = (await call('workspaces.list', {})).workspaces;
	}

	/** The customer in the address, `null` in the distributor's workspace. */
	get customerId(): string | null {
		const match = /^\/w\/([^/]+)/.exec(router.path);
		return match ? decodeURIComponent(match[1] ?? '') : session.ownCustomerId;
	}

	get kind(): 'distributor' | 'customer' {
		return this.customerId ? 'customer' : 'distributor';
	}

	/** What stands in front of every address of this workspace. */
	get prefix(): string {
		return this.customerId ? `/w/${encodeURIComponent(this.customerId)}` : '';
	}

	get current(): Wire.Workspace | null {
		const id = this.customerId;
		return this.known.find((one) => one.customer_id === id) ?? null;
	}

	/** The distributor's own, where the account may work in it. */
	get distributor(): Wire.Workspace | null {
		return this.known.find((one) => one.customer_id === null) ?? null;
	}

	/** Customers one may work in; deleted ones are only looked at from the distributor's side. */
	get customers(): readonly Wire.Workspace[] {
		return this.known.filter((one) => one.customer_id !== null && !one.deleted);
	}

	/** A distributor's account that works inside a customer. */
	get visiting(): boolean {
		return this.kind === 'customer' && session.ownCustomerId === null;
	}

	/** An address inside the current workspace, for links: `workspace.to('/users')`. */
	to(path: string): string {
		return `#${this.prefix}${path === '/' && this.prefix ? '' : path}`;
	}

	/** Changes the workspace; the new one opens at its home. */
	enter(customerId: string | null): void {
		router.go(customerId ? `/w/${encodeURIComponent(customerId)}` : '/');
	}
}

export const workspace = new WorkspaceStore();
