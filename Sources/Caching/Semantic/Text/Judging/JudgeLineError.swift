/// Why a line of `kanmon cache judge` cannot be answered.
public struct JudgeLineError: Error, Sendable, Hashable {
    /// What is wrong with the line.
    public let message: String

    init(_ message: String) { self.message = message }
}
