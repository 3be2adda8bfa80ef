/// Turns a script's events into those of a dialect, one by one and in order, so that only the next one is in memory.
protocol StreamEncoder: Sendable {
    mutating func encode(_ event: ScriptEvent) -> [WireEvent]
}
