import Gateway
import Governance
import NIOCore
import Store

/// Finds out who asks: by the administration's bearer token, or by the cookie of a session, which somebody has begun with a
/// password or with that token. A virtual key is neither: it never
/// opens the control plane.
struct Authenticator: Sendable {
    let adminToken: @Sendable () -> AdminToken?
    let proxies: @Sendable () -> TrustedProxies
    let sessions: any SessionStore
    let tokenSessions: TokenSessions
    let keeper: DirectoryKeeper
    let policy: SessionPolicy
    let clock: ControlClock

    /// Who asks.
    /// - Parameters:
    ///   - request: the request.
    ///   - isChanging: whether the route changes something, for which a session has to prove that its own page asks.
    /// - Throws: `unauthenticated` for a token or a session that is not good, `csrf_failed`.
    func caller(_ request: ControlRequest, isChanging: Bool) async throws(AdminError) -> Caller {
        var caller = Caller(
            address: address(of: request),
            isSecure: isSecure(request),
            request: request.id
        )
        if request.fields.contains(where: { $0.name == "authorization" }) {
            guard let token = request.value("authorization").flatMap(Self.bearer), let known = adminToken(),
                known.accepts(token.utf8)
            else {
                throw .unauthenticated
            }
            caller.actor = .adminToken
            return caller
        }
        let cookies = request.fields.filter { $0.name == "cookie" }.map(\.value).joined(separator: "; ")
        guard let token = SessionCookie.token(in: cookies, isSecure: caller.isSecure) else { return caller }
        guard let actor = try await actor(of: token) else { return caller }
        if isChanging, !token.accepts(csrf: request.value(SessionCookie.csrfField)) {
            throw AdminError(
                403,
                .csrfFailed,
                "A change by a session needs its token in \(SessionCookie.csrfField); GET /admin/v1/session tells it."
            )
        }
        caller.session = token
        caller.actor = actor
        return caller
    }

    /// Whose session it is, where it is good.
    private func actor(of token: SessionToken) async throws(AdminError) -> Actor? {
        let now = Timestamp(seconds: clock.seconds)
        if tokenSessions.isGood(token, current: adminToken(), now: now, policy: policy) { return .adminToken }
        return try await user(of: token).map { Actor($0) }
    }

    /// The user of a session that is good; notes that it was used.
    private func user(of token: SessionToken) async throws(AdminError) -> User? {
        let digest = token.digest.bytes
        let found = try await storing { () async throws(StoreError) in try await sessions.session(digest: digest) }
        guard let stored = found else { return nil }
        let session = Session(stored, digest: token.digest)
        let now = Timestamp(seconds: clock.seconds)
        let user = keeper.directory.users[session.user]
        guard session.isValid(for: user, now: now, policy: policy) else { return nil }
        if let touched = session.touched(now: now, policy: policy) {
            let lastSeen = touched.lastUsed.nanoseconds
            try await storing { () async throws(StoreError) in
                try await sessions.touchSession(digest: digest, lastSeen: lastSeen)
            }
        }
        return user
    }

    private func address(of request: ControlRequest) -> NetworkAddress? {
        proxies()
            .client(
                peer: request.peer?.ipAddress.flatMap { NetworkAddress($0) },
                forwardedFor: request.fields.filter { $0.name == "x-forwarded-for" }.map(\.value)
            )
    }

    /// Whether the person's browser speaks TLS: with the gateway, or with a trusted proxy that says so.
    private func isSecure(_ request: ControlRequest) -> Bool {
        if request.isSecure { return true }
        let proxies = proxies()
        guard let peer = request.peer?.ipAddress.flatMap({ NetworkAddress($0) }),
            proxies.ranges.contains(where: { $0.contains(peer) })
        else { return false }
        return request.value("x-forwarded-proto") == "https"
    }

    private static func bearer(_ authorization: String) -> Substring? {
        let parts = authorization.split(separator: " ", maxSplits: 1)
        guard parts.count == 2, parts[0].lowercased() == "bearer" else { return nil }
        return parts[1]
    }
}

extension ControlRequest {
    /// The value of a field that stands once; `nil` where it stands not at all or several times.
    func value(_ name: String) -> String? {
        let values = fields.filter { $0.name == name }
        return values.count == 1 ? values.first?.value : nil
    }
}

extension Session {
    /// A session as the store keeps it.
    init(_ stored: StoredSession, digest: KeyDigest) {
        self.init(
            digest: digest,
            user: stored.user,
            created: Timestamp(nanoseconds: stored.created),
            lastUsed: Timestamp(nanoseconds: stored.lastSeen)
        )
    }
}

extension KeyDigest {
    /// The digest's 32 bytes, as the store keeps them.
    var bytes: [UInt8] {
        let digits = Array(hexadecimal.utf8)
        return stride(from: 0, to: digits.count - 1, by: 2)
            .map { index in
                (Self.value(digits[index]) << 4) | Self.value(digits[index + 1])
            }
    }

    private static func value(_ digit: UInt8) -> UInt8 {
        digit <= UInt8(ascii: "9") ? digit &- UInt8(ascii: "0") : digit &- UInt8(ascii: "a") &+ 10
    }
}

extension Timestamp {
    /// The second that a moment lies in.
    /// - Parameter nanoseconds: since 1970 UTC.
    init(nanoseconds: Int64) { self.init(seconds: nanoseconds / 1_000_000_000) }

    /// Nanoseconds since 1970 UTC; what does not fit becomes the nearest that does.
    var nanoseconds: Int64 {
        let (product, overflow) = seconds.multipliedReportingOverflow(by: 1_000_000_000)
        return overflow ? (seconds < 0 ? .min : .max) : product
    }
}
