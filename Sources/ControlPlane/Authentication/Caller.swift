import Governance

/// Who asks, from where, by which session.
struct Caller: Sendable {
    /// Who it is; `nil` where nobody has signed in.
    var actor: Actor?
    /// The session, where there is one.
    var session: SessionToken?
    /// Where the request comes from; `nil` where it cannot be known.
    var address: NetworkAddress?
    /// Whether the caller reaches the gateway by TLS.
    var isSecure: Bool
    /// The request's id.
    var request: String
}

extension Actor {
    /// The actor as the audit log names it.
    var auditActor: AuditActor {
        switch kind {
        case .user: AuditActor(.user, id: id, name: name)
        case .adminToken: AuditActor(.token, id: id)
        case .commandLine: AuditActor(.commandLine, id: id)
        case .gateway: AuditActor(.system, id: id)
        }
    }
}
