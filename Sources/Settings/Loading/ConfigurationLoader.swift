/// Reads configuration documents.
public enum ConfigurationLoader {
    /// Reads and checks a file: JSON if its name ends in `.json`, YAML otherwise.
    ///
    /// Files are read in a blocking way, so this is not for event loops.
    /// - Parameters:
    ///   - path: the file's path; paths inside the document are relative to its folder.
    ///   - environment: where `${NAME}` is looked up.
    ///   - files: how files are read; by default from the file system.
    /// - Returns: the configuration with all defaults filled in and all variables and files resolved.
    /// - Throws: ``ConfigurationErrors`` with everything that is wrong.
    public static func load(
        path: String,
        environment: [String: String],
        files: FileReader = .live
    ) throws(ConfigurationErrors) -> KanmonConfiguration {
        let bytes: [UInt8]
        do throws(FileReader.Failure) {
            bytes = try files.read(path, DocumentLimits.bytes)
        } catch {
            throw ConfigurationErrors([
                ConfigurationProblem(
                    code: .unreadableFile,
                    file: path,
                    position: nil,
                    path: .root,
                    message: "cannot read the file: \(error)"
                )
            ])
        }
        return try load(bytes: bytes, name: path, environment: environment, files: files)
    }

    /// Checks a document that has been read already.
    /// - Parameters:
    ///   - bytes: the document in UTF-8.
    ///   - name: its name in messages. It also decides between JSON and YAML, and its folder is what paths inside the
    ///     document are relative to.
    ///   - environment: where `${NAME}` is looked up.
    ///   - files: how the files that the document names are read.
    /// - Returns: the configuration with all defaults filled in and all variables and files resolved.
    /// - Throws: ``ConfigurationErrors`` with everything that is wrong.
    public static func load(
        bytes: [UInt8],
        name: String,
        environment: [String: String],
        files: FileReader = .live
    ) throws(ConfigurationErrors) -> KanmonConfiguration {
        let reading = Reading(file: name, folder: folder(of: name), environment: environment, files: files)
        let document = DocumentReader.read(bytes, isJSON: name.lowercased().hasSuffix(".json"))
        for problem in document.problems { reading.report(problem) }
        guard let root = document.root else { throw ConfigurationErrors(reading.problems) }
        let configuration = RootSection.type.read(Located(node: root, path: .root), reading)
        guard reading.problems.isEmpty, let configuration else { throw ConfigurationErrors(reading.problems) }
        return configuration
    }

    private static func folder(of path: String) -> String {
        guard let slash = path.lastIndex(of: "/") else { return "" }
        return slash == path.startIndex ? "/." : String(path[..<slash])
    }
}
