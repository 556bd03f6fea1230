import { mount } from 'svelte';
import App from './App.svelte';
import './app.css';
import { i18n } from '$lib/i18n/index.ts';
import { theme } from '$lib/theme.svelte.ts';

theme.apply();
document.documentElement.lang = i18n.language;

const target = document.getElementById('app');
if (target) mount(App, { target });
