// Compiled, not run: an application in CommonJS has the same types.
import { connect } from 'parley-client';
import type { MessageType } from 'parley-client/events';

const type: MessageType = 'text';
connect('http://127.0.0.1:5000').chat('c').send({ content: '', messageType: type });
