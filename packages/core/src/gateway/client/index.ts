export { connectAgent, type ControlClient } from './connect.js';
