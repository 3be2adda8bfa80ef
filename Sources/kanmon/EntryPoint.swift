import ArgumentParser

/// Parses the command line, runs the command, and ends with one of the three exit codes.
@main
enum EntryPoint {
    static func main() async {
        do {
            var command = try Kanmon.parseAsRoot()
            if var command = command as? any AsyncParsableCommand {
                try await command.run()
            } else {
                try command.run()
            }
        } catch {
            finish(with: error)
        }
    }

    /// Help and version go to standard output with code 0, everything else to standard error.
    private static func finish(with error: any Error) -> Never {
        if let error = error as? CommandFailure {
            Terminal.writeError(error.message)
            Kanmon.exit(withError: ExitCode(CommandFailure.exitCode))
        }
        switch Kanmon.exitCode(for: error) {
        case .success:
            Terminal.write(Kanmon.fullMessage(for: error))
            Kanmon.exit()
        case .validationFailure:
            Terminal.writeError(Kanmon.fullMessage(for: error))
            Kanmon.exit(withError: ExitCode(2))
        case let code:
            Terminal.writeError(Kanmon.fullMessage(for: error))
            Kanmon.exit(withError: code)
        }
    }
}
