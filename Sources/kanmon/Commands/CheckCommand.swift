import ArgumentParser
import Settings

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// `kanmon check`: finds everything that is wrong with a configuration.
struct CheckCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "Find all errors of a configuration in one go.",
        discussion: """
            Every error is one line on standard error: file, line, column, the field,
            what is wrong and what is allowed. Variables (${NAME}) and files (file:…)
            are resolved as 'kanmon serve' would, so set them.

              kanmon check kanmon.yaml && systemctl reload kanmon

            Exit codes: 0 no errors, 1 errors, 2 wrong usage.
            """
    )

    @Argument(help: "The configuration file, YAML or JSON.")
    var file: String

    func run() throws {
        do throws(ConfigurationErrors) {
            let configuration = try ConfigurationLoader.load(
                path: file,
                environment: ProcessInfo.processInfo.environment
            )
            Terminal.write("\(file): no errors; \(Summary.text(of: configuration))")
            for line in Summary.bodies(of: configuration) { Terminal.write(line) }
        } catch {
            throw CommandFailure(error)
        }
    }
}
