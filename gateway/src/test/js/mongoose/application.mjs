// An application that shares Parley's database: node application.mjs PACKAGE. Prints what it finds as JSON.
const { default: mongoose } = await import(process.argv[2]);
const { mongo } = JSON.parse(process.env.PARLEY_STAGE);

await mongoose.connect(`${mongo}/parley`, { serverSelectionTimeoutMS: 30_000 });
const Message = mongoose.model('Message', new mongoose.Schema({ text: String, app: String }, { timestamps: true }));
const Notification = mongoose.model('Notification', new mongoose.Schema({ app: String, expiresAt: Date }));
const app = process.argv[2];

await Message.create({ app, text: 'one' });
await Message.create({ app, text: 'two' });
await Message.updateOne({ app, text: 'one' }, { $set: { text: 'changed' } });
await Notification.create({ app, expiresAt: new Date(0) });

const texts = (await Message.find({ app }).sort({ createdAt: 1 })).map(message => message.text);
const ours = await mongoose.connection.collection('messages').findOne({ content: 'soup?' });
const indexes = Object.values(await Notification.collection.indexInformation()).flat(2);
console.log(JSON.stringify({
  version: mongoose.version,
  texts,
  notifications: await Notification.countDocuments({ app }),
  messageOfParley: ours?.content,
  expiresByIndex: indexes.includes('expiresAt'),
}));
await mongoose.disconnect();
