import HTTPWire
import ModelAPI
import Settings

/// Who may read `/metrics`.
struct MetricsAccess: Sendable {
    /// Whether one of ``tokens`` has to be shown on the gateway's own address.
    private let isGuarded: Bool
    /// The secrets that open it.
    private let tokens: [Secret]

    init(_ configuration: KanmonConfiguration) {
        let metrics = configuration.telemetry.metrics
        isGuarded = metrics.requireToken ?? !configuration.server.listen.isLoopback
        tokens = [metrics.token, configuration.server.adminToken].compactMap(\.self)
    }

    /// Checks that a request may be answered.
    /// - Parameter isControl: whether it came to the address of the control plane, which only operators reach.
    /// - Throws: ``ModelAPI/APIError`` of kind `invalidKey`.
    func check(_ head: RequestHead, isControl: Bool) throws(APIError) {
        guard isGuarded, !isControl else { return }
        if let given = head.fields.firstSlice("authorization"), given.count > 7,
            given.prefix(7).elementsEqual("Bearer ".utf8),
            tokens.contains(where: { ConstantTime.areSame(given.dropFirst(7), $0.reveal().utf8) })
        {
            return
        }
        throw APIError(
            .invalidKey,
            "Metrics are read with the token of telemetry.metrics.token or server.admin_token as a bearer token."
        )
    }
}
