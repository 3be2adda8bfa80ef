import Governance
import Routing

/// `server`: the listener and its limits.
enum ServerSection: Section {
    /// What the document says. Whether keys are required by default depends on the keys, so that is left open.
    struct Value: Sendable {
        var configuration = ServerConfiguration()
        var requireKeys: Bool?
        var listenPlace: Located?
        var adminTokenPlace: Located?
        var requireKeysPlace: Located?
    }

    private static let defaults = ServerConfiguration()

    static let listen = Field(
        "listen",
        .listenAddress,
        default: defaults.listen,
        "Address to listen on. Port 0 lets the system choose one."
    )
    static let adminListen = Field<ListenAddress?>.optional(
        "admin_listen",
        .listenAddress,
        otherwise: "`listen`",
        "Address of the admin API and the dashboard, to keep them apart from the rest."
    )
    static let adminToken = Field<Secret?>.optional(
        "admin_token",
        .secret(minimumLength: 16),
        otherwise: "none",
        "Gives its bearer the owner's role on the admin API, for automation; at least 16 characters. Take it from a variable or "
            + "a file."
    )
    static let trustedProxies = Field(
        "trusted_proxies",
        .list(of: .addressRange),
        default: [],
        "The proxies in front, as addresses or ranges such as `10.0.0.0/8`, whose `x-forwarded-for` is believed."
    )
    static let maxBody = Field(
        "max_body",
        .size(1024...(1 << 30)),
        default: defaults.maxBody,
        "Largest request body; a larger one is refused with 413."
    )
    static let drainTimeout = Field(
        "drain_timeout",
        .duration(.zero ... .seconds(86_400)),
        default: defaults.drainTimeout,
        "How long requests in flight may take to finish at shutdown."
    )
    static let tls = Field<TLSIdentity?>.optional(
        "tls",
        TLSIdentitySection.type,
        otherwise: "plain HTTP",
        "Certificate and key of the listener."
    )
    static let requireKeys = Field<Bool?>.optional(
        "require_keys",
        .boolean,
        otherwise: "`false` on loopback without `keys`, else `true`",
        "Whether every request must present one of the keys. Listening beyond loopback without any key must be allowed "
            + "by an explicit `false`."
    )
    static let strict = Field(
        "strict",
        .boolean,
        default: defaults.strict,
        "Refuse a request where its target cannot express a part of it, instead of dropping the part and naming it in "
            + "`x-kanmon-dropped`. Models may say otherwise."
    )
    static let headerTimeout = Field(
        "header_timeout",
        .duration(.milliseconds(100) ... .seconds(3600)),
        default: defaults.headerTimeout,
        "How long a request's head may take from its first byte to its last."
    )
    static let bodyTimeout = Field(
        "body_timeout",
        .duration(.milliseconds(100) ... .seconds(3600)),
        default: defaults.bodyTimeout,
        "Longest pause between two pieces of a request body."
    )
    static let idleTimeout = Field(
        "idle_timeout",
        .duration(.seconds(1) ... .seconds(86_400)),
        default: defaults.idleTimeout,
        "How long a connection may wait for its next request. Keep it longer than that of a load balancer in front."
    )
    static let maxConnections = Field(
        "max_connections",
        .integer(1...1_000_000),
        default: defaults.maxConnections,
        "Most client connections open at once; further ones are closed at once."
    )
    static let loops = Field<Int?>.optional(
        "loops",
        .integer(1...1024),
        otherwise: "number of processor cores",
        "Number of event loops, each a thread."
    )
    static let reusePort = Field(
        "reuse_port",
        .boolean,
        default: defaults.reusePort,
        "Let other processes listen on the same address (`SO_REUSEPORT`), so that a new one can start beside an old one."
    )
    static let retryBudget = Field(
        "retry_budget",
        RetryBudgetSection.type,
        default: defaults.retryBudget,
        "How much of the live traffic may be retries and hedges, so that they do not bury providers in trouble."
    )
    static let maxConcurrent = Field<Int?>.optional(
        "max_concurrent",
        .integer(1...1_000_000),
        otherwise: "no limit",
        "Most requests in flight; further ones wait in a queue that is fair between teams."
    )
    static let queue = Field(
        "queue",
        QueueSection.type,
        default: defaults.queue,
        "How requests wait where `max_concurrent` is reached."
    )
    static let overload = Field(
        "overload",
        OverloadSection.type,
        default: defaults.overload,
        "From when on new requests are refused, so that those in flight do not suffer."
    )
    static let reload = Field(
        "reload",
        ReloadSection.type,
        default: defaults.reload,
        "When the configuration is read again."
    )

    static let description = SectionDescription(
        help: "The listener and its limits.",
        fields: [
            listen.description, adminListen.description, adminToken.description, trustedProxies.description,
            maxBody.description, drainTimeout.description, tls.description,
            requireKeys.description, strict.description, headerTimeout.description, bodyTimeout.description,
            idleTimeout.description, maxConnections.description, loops.description, reusePort.description,
            retryBudget.description, maxConcurrent.description, queue.description, overload.description,
            reload.description,
        ],
        rules: [SectionRule(field: queue.name, required: [maxConcurrent.name])]
    )

    static func read(_ section: SectionReader) -> Value? {
        let listen = section[listen]
        let adminListen = section[adminListen]
        if adminListen == listen, listen.port != 0, let place = section.place(of: Self.adminListen.name) {
            section.reading.report(
                .conflict,
                at: place,
                "the same address as `listen`; remove it, or choose another port"
            )
        }
        return Value(
            configuration: ServerConfiguration(
                listen: listen,
                adminListen: adminListen,
                adminToken: section[adminToken],
                trustedProxies: TrustedProxies(section[trustedProxies]),
                maxBody: section[maxBody],
                drainTimeout: section[drainTimeout],
                tls: section[tls],
                strict: section[strict],
                headerTimeout: section[headerTimeout],
                bodyTimeout: section[bodyTimeout],
                idleTimeout: section[idleTimeout],
                maxConnections: section[maxConnections],
                loops: section[loops],
                reusePort: section[reusePort],
                retryBudget: section[retryBudget],
                maxConcurrent: section[maxConcurrent],
                queue: section[queue],
                overload: section[overload],
                reload: section[reload]
            ),
            requireKeys: section[requireKeys],
            listenPlace: section.place(of: Self.listen.name),
            adminTokenPlace: section.place(of: adminToken.name),
            requireKeysPlace: section.place(of: requireKeys.name)
        )
    }
}
