import Settings

/// Loads documents from memory, with an environment and files of the test's own.
struct Harness {
    var environment: [String: String] = [:]
    var files: [String: String] = [:]

    func load(_ document: String, name: String = "kanmon.yaml") throws(ConfigurationErrors) -> KanmonConfiguration {
        let files = files
        let reader = FileReader { path, limit throws(FileReader.Failure) in
            guard let content = files[path] else { throw FileReader.Failure("No such file or directory") }
            guard content.utf8.count <= limit else { throw FileReader.Failure("it is too large") }
            return Array(content.utf8)
        }
        return try ConfigurationLoader.load(
            bytes: Array(document.utf8),
            name: name,
            environment: environment,
            files: reader
        )
    }

    /// The problems of a document, none if it is fine.
    func problems(_ document: String, name: String = "kanmon.yaml") -> [ConfigurationProblem] {
        do throws(ConfigurationErrors) {
            _ = try load(document, name: name)
            return []
        } catch {
            return error.problems
        }
    }

    /// A document with one provider, called `p`, and what the test adds.
    static func document(_ more: String = "") -> String {
        "version: 1\nproviders: {p: {type: simulated}}\n" + more
    }
}
