import Settings

/// Why a command ends with exit code 1, in words for standard error.
struct CommandFailure: Error {
    static let exitCode: Int32 = 1

    let message: String

    init(_ message: String) { self.message = message }

    /// The problems, one on each line, and how many there are.
    init(_ errors: ConfigurationErrors) {
        let count = errors.problems.count + errors.omitted
        message = "\(errors)\n\(count) \(count == 1 ? "error" : "errors")"
    }
}
