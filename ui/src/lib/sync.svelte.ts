/** How far this computer's work has travelled: one answer of the core for everything that shows it. */
import { call, CallError, type Wire } from './api/client.ts';
import { on } from './api/events.ts';

class Sync {
	status = $state.raw<Wire.CloudStatus | null>(null);
	/** The panel behind the chip is open. */
	open = $state(false);
	#rows = $derived(new Set(this.status?.rows ?? []));
	#started = false;

	/** This computer belongs to a cloud. */
	get joined(): boolean {
		return this.status !== null && this.status.stage !== 'none';
	}

	/** A row that the cloud has not confirmed yet. */
	isPending(...ids: (string | null | undefined)[]): boolean {
		return ids.some((id) => typeof id === 'string' && this.#rows.has(id));
	}

	async refresh(): Promise<void> {
		try {
			this.status = await call('cloud.status', {});
		} catch (thrown) {
			// A locked core has nothing to say; the next change asks again.
			if (CallError.from(thrown).code === 'core_unreachable') console.error(thrown);
		}
	}

	/** Asks now and after every change, once per breath. */
	start(): void {
		if (this.#started) return;
		this.#started = true;
		let timer: ReturnType<typeof setTimeout> | undefined;
		on('changed', () => {
			clearTimeout(timer);
			timer = setTimeout(() => void this.refresh(), 40);
		});
		void this.refresh();
	}
}

export const sync = new Sync();
