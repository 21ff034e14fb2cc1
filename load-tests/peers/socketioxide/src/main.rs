//! socketioxide with its Redis adapter, behind the two events and the route that the fan-out benchmark needs.
//! Arguments: port, REST port, Redis address.

use axum::{
    extract::State,
    http::StatusCode,
    routing::{get, post},
    serve::{Listener, ListenerExt},
    Json, Router,
};
use serde::Deserialize;
use serde_json::{json, Value};
use socketioxide::{
    adapter::Emitter,
    extract::{AckSender, Data, SocketRef},
    SocketIo,
};
use socketioxide_redis::{RedisAdapter, RedisAdapterCtr};
use std::{env, error::Error, io, net::SocketAddr};
use tokio::net::TcpListener;

type Adapter = RedisAdapter<Emitter>;

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct EmitRequest {
    user_id: String,
    notification: Value,
}

fn room(user_id: &str) -> String {
    format!("notifications_{user_id}")
}

async fn on_connect(socket: SocketRef<Adapter>) {
    socket.on(
        "user-join",
        |socket: SocketRef<Adapter>, Data(user_id): Data<String>, ack: AckSender<Adapter>| async move {
            socket.join(user_id);
            ack.send(&json!({ "ok": true })).ok();
        },
    );
    socket.on(
        "join-notifications",
        |socket: SocketRef<Adapter>, Data(user_id): Data<String>, ack: AckSender<Adapter>| async move {
            socket.join(room(&user_id));
            ack.send(&json!({ "ok": true })).ok();
        },
    );
}

async fn emit(State(io): State<SocketIo<Adapter>>, Json(request): Json<EmitRequest>) -> StatusCode {
    match io.to(room(&request.user_id)).emit("new-notification", &request.notification).await {
        Ok(()) => StatusCode::ACCEPTED,
        Err(_) => StatusCode::SERVICE_UNAVAILABLE,
    }
}

/// Without delay: a response is smaller than a segment.
async fn listen(port: &str) -> io::Result<impl Listener<Addr = SocketAddr>> {
    let listener = TcpListener::bind(format!("127.0.0.1:{port}")).await?;
    Ok(listener.tap_io(|connection| connection.set_nodelay(true).unwrap_or(())))
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = env::args().collect();
    let client = redis::Client::open(format!("{}?protocol=resp3", arguments[3]))?;
    let adapter = RedisAdapterCtr::new_with_redis(&client).await?;
    let (layer, socket_io) = SocketIo::builder().with_adapter::<Adapter>(adapter).build_layer();
    socket_io.ns("/", on_connect).await?;
    let sockets = listen(&arguments[1]).await?;
    tokio::spawn(async move { axum::serve(sockets, Router::new().layer(layer)).await });
    let rest = Router::new()
        .route("/health/ready", get(|| async { StatusCode::OK }))
        .route("/api/notifications/emit", post(emit))
        .with_state(socket_io);
    axum::serve(listen(&arguments[2]).await?, rest).await?;
    Ok(())
}
