/// Who may read the metrics.
public struct MetricsConfiguration: Sendable, Hashable {
    /// Whether a token has to be shown on the gateway's own address; `nil` where that depends on the address: other machines
    /// have to, this one has not.
    public var requireToken: Bool?
    /// The token, beside that of the admin API.
    public var token: Secret?

    /// Access to the metrics.
    public init(requireToken: Bool? = nil, token: Secret? = nil) {
        self.requireToken = requireToken
        self.token = token
    }
}
