import Settings

/// An address behind which nobody answers as a provider should.
enum UnusableAddress: Sendable {
    /// A port that refuses connections.
    case closedPort
    /// A host name that leads nowhere.
    case unknownHost
    /// A port that speaks plain HTTP where TLS is expected.
    case plainText

    /// Runs a body with where a provider of this kind would be.
    /// - Parameter plain: a port that speaks plain HTTP.
    func with<Result: Sendable>(
        plain: Int,
        _ body: (BaseURL.Scheme, _ host: String, _ port: Int) async throws -> Result
    ) async throws -> Result {
        switch self {
        case .closedPort: try await ReservedPort.with { try await body(.http, "127.0.0.1", $0) }
        // RFC 6761 §6.4: never resolved, and by no name server asked for.
        case .unknownHost: try await body(.http, "nowhere.invalid", 80)
        case .plainText: try await body(.https, "127.0.0.1", plain)
        }
    }
}
