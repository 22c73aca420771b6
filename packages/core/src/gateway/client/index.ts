export { type ControlClient, connectAgent } from './connect.js';
