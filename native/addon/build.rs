fn main() {
    napi_build::setup();
    // An addon with threads must stay mapped after a worker that loaded it ends:
    // unloading the code under a running thread is a crash.
    if std::env::var("CARGO_CFG_TARGET_ENV").as_deref() == Ok("gnu") {
        println!("cargo:rustc-cdylib-link-arg=-Wl,-z,nodelete");
    }
}
