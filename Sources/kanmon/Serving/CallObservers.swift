import Gateway

/// All who are told of calls that are over.
enum CallObservers {
    /// One that tells all of them.
    /// - Returns: `nil` where there is nobody, so that nothing is collected.
    static func combined(
        _ observers: [(@Sendable (RequestRecord) -> Void)?]
    ) -> (@Sendable (RequestRecord) -> Void)? {
        let observers = observers.compactMap(\.self)
        guard observers.count > 1 else { return observers.first }
        return { record in for observe in observers { observe(record) } }
    }
}
