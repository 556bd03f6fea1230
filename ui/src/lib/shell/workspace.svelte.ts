/** The tenant one acts for at the moment: it follows the address, so that no screen can be in doubt. */
import { call } from '../api/client.ts';
import { on } from '../api/events.ts';
import { router } from '../router.svelte.ts';
import { session, type Workspace } from '../session.svelte.ts';

class WorkspaceStore {
	/** The customers one may work in, as far as they were asked for. */
	known = $state.raw<readonly Workspace[]>([]);
	/** Remembered for pages that belong to no workspace. */
	#last = $state<string | null>(null);
	#started = false;

	start(): void {
		if (this.#started) return;
		this.#started = true;
		on('changed', (change) => {
			if (change.nouns.includes('customers')) void this.refresh();
		});
	}

	async refresh(): Promise<void> {
		if (session.phase !== 'unlocked') return;
		this.known = (await call('session.workspaces', {})).workspaces as Workspace[];
	}

	/** The customer in the address, `null` in the distributor's workspace. */
	get customerId(): string | null {
		const match = /^\/w\/([^/]+)/.exec(router.path);
		if (match) return decodeURIComponent(match[1] ?? '');
		return session.home?.kind === 'customer' ? session.home.id : null;
	}

	get kind(): 'distributor' | 'customer' {
		return this.customerId ? 'customer' : 'distributor';
	}

	/** What stands in front of every address of this workspace. */
	get prefix(): string {
		return this.customerId ? `/w/${encodeURIComponent(this.customerId)}` : '';
	}

	get current(): Workspace | null {
		const id = this.customerId;
		if (!id) return session.home;
		if (session.home?.id === id) return session.home;
		return this.known.find((workspace) => workspace.id === id) ?? null;
	}

	/** A distributor's account that works inside a customer. */
	get visiting(): boolean {
		return this.kind === 'customer' && session.home?.kind === 'distributor';
	}

	/** An address inside the current workspace: `workspace.to('/users')`. */
	to(path: string): string {
		return `#${this.prefix}${path}`;
	}

	/** Changes the workspace; the new one opens at its home. */
	enter(workspace: Workspace): void {
		this.#last = workspace.id;
		router.go(workspace.kind === 'customer' ? `/w/${encodeURIComponent(workspace.id)}` : '/');
	}
}

export const workspace = new WorkspaceStore();
