/// What a service is to be asked about a streamed answer before more of it goes on.
struct ReviewQuestion: Sendable {
    /// The service.
    let external: ExternalGuard
    /// What it is shown, UTF-8.
    let texts: [[UInt8]]
}
