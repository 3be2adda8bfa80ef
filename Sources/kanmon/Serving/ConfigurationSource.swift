import Lifecycle
import NIOPosix
import Settings
import Synchronization

/// A configuration document and everything that it names: what is read at the start and again at each reload.
struct ConfigurationSource: Sendable, CustomStringConvertible, CustomReflectable {
    let path: String
    let environment: [String: String]

    /// Without the environment, whose variables are secrets.
    var description: String { path }
    var customMirror: Mirror { Mirror(self, children: ["path": path]) }

    /// What came of reading it once.
    struct Reading: Sendable {
        let result: Result<KanmonConfiguration, ConfigurationErrors>
        /// All files that were asked for, each with its state just before.
        let files: [String: FileFingerprint?]
    }

    /// Reads and checks the document. Files are read on a thread for blocking work.
    func read() async throws -> Reading {
        try await NIOThreadPool.singleton.runIfActive { readBlocking() }
    }

    private func readBlocking() -> Reading {
        let seen = Mutex<[String: FileFingerprint?]>([:])
        let files = FileReader { path, limit throws(FileReader.Failure) in
            // Before the reading: a change in between is seen as one.
            let state = FileFingerprint(path: path)
            seen.withLock { seen in
                if seen[path] == nil { seen.updateValue(state, forKey: path) }
            }
            return try FileReader.live.read(path, limit)
        }
        let result = Result { () throws(ConfigurationErrors) in
            try ConfigurationLoader.load(path: path, environment: environment, files: files)
        }
        return Reading(result: result, files: seen.withLock { $0 })
    }
}
