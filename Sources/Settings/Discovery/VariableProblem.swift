/// An environment variable whose content cannot be used.
struct VariableProblem: Error {
    let problem: ConfigurationProblem

    init(_ name: String, _ message: String) {
        problem = ConfigurationProblem(
            code: .invalidValue,
            file: "environment",
            position: nil,
            path: .root.appending(name),
            message: message
        )
    }
}
