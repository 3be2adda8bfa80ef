/// Keeps single values of the gateway itself: its instance's id, the pepper of key digests, whether it was set up.
public protocol SettingStore: Sendable {
    /// The value of a name; `nil` where there is none.
    func setting(_ name: SettingName) async throws(StoreError) -> [UInt8]?

    /// The value of a name, which becomes `value` where there is none: of several who ask at once, in one process or more,
    /// all get the same.
    func setting(_ name: SettingName, orKeep value: [UInt8]) async throws(StoreError) -> [UInt8]

    /// Sets the value of a name.
    func set(_ name: SettingName, to value: [UInt8]) async throws(StoreError)

    /// Replaces a value only where it is what the caller believes it is, so that a thing that is done once is done once.
    /// - Parameters:
    ///   - expected: what the value should be; `nil` for none.
    ///   - value: what it becomes; `nil` for none.
    /// - Returns: whether it was replaced.
    func replace(_ name: SettingName, _ expected: [UInt8]?, with value: [UInt8]?) async throws(StoreError) -> Bool
}
