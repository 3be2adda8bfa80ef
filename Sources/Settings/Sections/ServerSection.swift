import Routing

/// `server`: the listener and its limits.
enum ServerSection: Section {
    /// What the document says. Whether keys are required by default depends on the keys, so that is left open.
    struct Value: Sendable {
        var configuration = ServerConfiguration()
        var requireKeys: Bool?
        var listenPlace: Located?
        var requireKeysPlace: Located?
    }

    private static let defaults = ServerConfiguration()

    static let listen = Field(
        "listen",
        .listenAddress,
        default: defaults.listen,
        "Address to listen on. Port 0 lets the system choose one."
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
            listen.description, maxBody.description, drainTimeout.description, tls.description,
            requireKeys.description, strict.description, headerTimeout.description, bodyTimeout.description,
            idleTimeout.description, maxConnections.description, loops.description, reusePort.description,
            retryBudget.description, maxConcurrent.description, queue.description, overload.description,
            reload.description,
        ],
        rules: [SectionRule(field: queue.name, required: [maxConcurrent.name])]
    )

    static func read(_ section: SectionReader) -> Value? {
        Value(
            configuration: ServerConfiguration(
                listen: section[listen],
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
            listenPlace: section.place(of: listen.name),
            requireKeysPlace: section.place(of: requireKeys.name)
        )
    }
}
