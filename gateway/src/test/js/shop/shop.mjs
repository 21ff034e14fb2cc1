// An Express and Mongoose application as there are many: node shop.mjs PORT MONGO. Models and names are its own; it knows nothing of
// Parley but the address of its REST API, which PARLEY_REST names.
import express from 'express';
import mongoose from 'mongoose';

const [port, mongo] = process.argv.slice(2);
const { Schema, Types } = mongoose;
const ref = (name) => ({ type: Schema.Types.ObjectId, ref: name, required: true });

const User = mongoose.model(
  'User',
  new Schema({ name: { type: String, required: true }, role: { type: String, enum: ['user', 'admin'], default: 'user' } }, { timestamps: true }),
);
const Message = mongoose.model(
  'Message',
  new Schema(
    { chat: ref('Chat'), sender: ref('User'), content: { type: String, required: true }, read: { type: Boolean, default: false } },
    { timestamps: true },
  ),
);
const Chat = mongoose.model(
  'Chat',
  new Schema({ participants: [ref('User')], lastMessage: { type: Schema.Types.ObjectId, ref: 'Message' } }, { timestamps: true }),
);
const Notification = mongoose.model(
  'Notification',
  new Schema({ user: ref('User'), message: { type: String, required: true }, type: String, read: { type: Boolean, default: false } }, { timestamps: true }),
);

// What was sendNotification(io, userId, data).
const sendNotification = (userId, data) =>
  fetch(`${process.env.PARLEY_REST}/api/notifications`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ userId, ...data }) });

const app = express();
app.use(express.json());
app.post('/users', async ({ body }, response) => response.json(await User.create(body)));
app.post('/chats', async ({ body }, response) => response.json(await Chat.create(body)));
app.get('/chats/:id', async ({ params }, response) =>
  response.json(await Chat.findById(params.id).populate('participants').populate('lastMessage')),
);
app.post('/chats/:id/messages', async ({ params, body }, response) => {
  const message = await Message.create({ chat: params.id, ...body });
  await Chat.updateOne({ _id: params.id }, { lastMessage: message._id });
  response.json(message);
});
app.get('/chats/:id/messages', async ({ params }, response) =>
  response.json(await Message.find({ chat: params.id }).sort({ createdAt: 1, _id: 1 }).populate('sender')),
);
app.put('/messages/:id', async ({ params, body }, response) => {
  const message = await Message.findById(params.id);
  response.json(await message.set(body).save());
});
app.get('/notifications/:user', async ({ params }, response) => response.json(await Notification.find({ user: new Types.ObjectId(params.user) })));
app.post('/notifications', async ({ body }, response) => {
  const answer = await sendNotification(body.user, { type: 'booking', title: 'Booked', body: body.message });
  response.status(answer.status).json({});
});
app.use((error, _request, response, _next) => response.status(500).json({ error: String(error) }));

await mongoose.connect(mongo, { serverSelectionTimeoutMS: 30_000 });
app.listen(Number(port), '127.0.0.1');
