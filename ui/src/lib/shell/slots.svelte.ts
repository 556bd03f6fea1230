/** Places in the shell that a later part of the product fills; nothing is drawn while they are empty. */
import type { Component } from 'svelte';

class Slots {
	/** Top bar: how far this computer's work has travelled. */
	sync = $state.raw<Component | null>(null);
	/** Under the top bar, across the window: something everybody has to know. */
	notice = $state.raw<Component | null>(null);
	/** Dialogs that any screen, shortcut or palette entry may open, by the name of their part of the product. */
	layers = $state.raw<Readonly<Record<string, Component>>>({});

	/** Adds such a dialog; it decides by itself when it is open. */
	layer(name: string, component: Component): void {
		this.layers = { ...this.layers, [name]: component };
	}
}

export const slots = new Slots();
