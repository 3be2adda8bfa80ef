extension MemoryStore {
    /// A value; see ``SettingStore/setting(_:)``.
    public func setting(_ name: SettingName) async throws(StoreError) -> [UInt8]? {
        try MemoryState.check([name.rawValue])
        return try read { state in state.settings[ExactText(name.rawValue)] }
    }

    /// A value, set where there is none; see ``SettingStore/setting(_:orKeep:)``.
    public func setting(_ name: SettingName, orKeep value: [UInt8]) async throws(StoreError) -> [UInt8] {
        try MemoryState.check([name.rawValue])
        return try write { state in
            let stored = state.settings[ExactText(name.rawValue)] ?? value
            state.settings[ExactText(name.rawValue)] = stored
            return stored
        }
    }

    /// Sets a value; see ``SettingStore/set(_:to:)``.
    public func set(_ name: SettingName, to value: [UInt8]) async throws(StoreError) {
        try MemoryState.check([name.rawValue])
        try write { state in state.settings[ExactText(name.rawValue)] = value }
    }

    /// Compares and sets; see ``SettingStore/replace(_:_:with:)``.
    public func replace(
        _ name: SettingName,
        _ expected: [UInt8]?,
        with value: [UInt8]?
    ) async throws(StoreError) -> Bool {
        try MemoryState.check([name.rawValue])
        return try write { state in
            guard state.settings[ExactText(name.rawValue)] == expected else { return false }
            state.settings[ExactText(name.rawValue)] = value
            return true
        }
    }
}
