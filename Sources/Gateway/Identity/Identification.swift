import Governance
import HTTPWire
import ModelAPI
import NIOCore

/// The stage that finds out who asks: by the key, and from where.
final class Identification: Sendable {
    /// Who there is.
    let directory: Directory
    /// Where teams are counted.
    private let teams: TeamSeries
    /// Whether every request must present a key.
    let isRequired: Bool
    /// The proxies whose word on the client's address counts.
    let proxies: TrustedProxies

    init(directory: Directory, teams: TeamSeries = TeamSeries(), isRequired: Bool, proxies: TrustedProxies) {
        self.directory = directory
        self.teams = teams
        self.isRequired = isRequired
        self.proxies = proxies
    }

    /// Finds out who sends a request.
    /// - Parameters:
    ///   - surface: where the request came in.
    ///   - peer: the other end of the connection; asked only where addresses matter.
    ///   - memory: what the connection's last request presented; most clients present the same again.
    /// - Throws: ``ModelAPI/APIError`` of kind `invalidKey` or `keyExpired`, or `forbidden` where the key may not be used here.
    func identify(
        _ head: RequestHead,
        on surface: Surface? = nil,
        peer: @autoclosure () -> SocketAddress? = nil,
        memory: inout CredentialMemory
    ) throws(APIError) -> Caller {
        guard let credential = Credential.presented(head) else {
            guard isRequired else { return .anonymous }
            throw APIError(
                .invalidKey,
                "No API key. Send a key of this gateway as 'Authorization: Bearer …', 'x-api-key' or 'x-goog-api-key'."
            )
        }
        let now = Timestamp(seconds: Int64(WallClock.seconds()))
        let found: Result<Principal, IdentityFailure>
        if let digest = memory.digest(of: credential) {
            found = directory.identify(digest, now: now)
        } else {
            let digest = directory.digest(of: credential)
            if let digest { memory.remember(credential, digest) }
            found = digest.map { directory.identify($0, now: now) } ?? .failure(.unknown)
        }
        switch found {
        case .success(let principal):
            try check(principal, head, surface, peer)
            return Caller(principal: principal, series: teams.index(of: principal))
        case .failure(.unknown) where !isRequired: return .anonymous
        case .failure(let failure):
            throw Self.refusal(failure)
        }
    }

    /// Finds out who sends a request.
    /// - Parameter surface: where the request came in; `nil` where that does not matter.
    func identify(_ exchange: Exchange, on surface: Surface?) throws(APIError) -> Caller {
        try exchange.withCredentialMemory { memory throws(APIError) in
            try identify(exchange.head, on: surface, peer: exchange.peer, memory: &memory)
        }
    }

    /// The caller in whose name a request of the control plane's is made.
    /// - Parameters:
    ///   - keyID: the key's id; `nil` for nobody's.
    ///   - exchange: the request, where the addresses of the key's rules matter.
    /// - Throws: ``ModelAPI/APIError`` as for a request that presents the key.
    func caller(inNameOf keyID: String?, _ exchange: Exchange, on surface: Surface) throws(APIError) -> Caller {
        guard let keyID else {
            guard isRequired else { return .anonymous }
            throw APIError(.invalidKey, "Name the key whose request it is to be.")
        }
        switch directory.identify(keyID: keyID, now: Timestamp(seconds: Int64(WallClock.seconds()))) {
        case .success(let principal):
            try check(principal, exchange.head, surface) { exchange.peer }
            return Caller(principal: principal, series: teams.index(of: principal))
        case .failure(let failure):
            throw Self.refusal(failure)
        }
    }

    private static func refusal(_ failure: IdentityFailure) -> APIError {
        APIError(failure.code == "key_expired" ? .keyExpired : .invalidKey, failure.description)
    }

    /// Where a request comes from.
    /// - Parameter peer: the other end of the connection.
    /// - Returns: `nil` where that cannot be known.
    func address(of head: RequestHead, peer: SocketAddress?) -> NetworkAddress? {
        proxies.client(
            peer: peer.flatMap { NetworkAddress($0) },
            forwardedFor: head.fields.all("x-forwarded-for")
        )
    }

    private func check(
        _ principal: Principal,
        _ head: RequestHead,
        _ surface: Surface?,
        _ peer: () -> SocketAddress?
    ) throws(APIError) {
        if let surface, !principal.mayUse(surface) {
            throw APIError(.forbidden, "This key may not use the surface '\(surface.rawValue)'.")
        }
        guard principal.hasAddressRules else { return }
        guard principal.mayCome(from: address(of: head, peer: peer())) else {
            throw APIError(.forbidden, "This key may not be used from this address.")
        }
    }
}

extension NetworkAddress {
    /// The address of a connection; `nil` for one without, such as a Unix socket.
    init?(_ address: SocketAddress) {
        guard let text = address.ipAddress else { return nil }
        self.init(Substring(text))
    }
}
