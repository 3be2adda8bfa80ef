import Pricing

/// The reading of one document: what it may draw on, and the problems found so far.
final class Reading {
    /// A field as it stands in the document.
    struct Entry {
        let name: String
        let namePosition: Position
        let value: Located
    }

    /// The names in `providers`.
    var declaredProviders = DeclaredNames(rule: .provider)
    /// The names in `models`.
    var declaredModels = DeclaredNames(rule: .model)
    /// The names in `teams`.
    var declaredTeams = DeclaredNames(rule: .key)

    /// The names in `projects`.
    var declaredProjects = DeclaredNames(rule: .key)
    /// The names in `users`.
    var declaredUsers = DeclaredNames(rule: .user)
    /// The names in `guardrails`.
    var declaredGuardrails = DeclaredNames(rule: .guardrail)
    /// Where the document demands a token for the metrics.
    var metricsTokenPlace: Located?
    /// Where answers are to outlive the process.
    var persistPlaces: [Located] = []
    /// The currency that people are shown, in which budgets may be written too.
    var currency = Currency.usd
    /// The time zone of periods that do not say themselves.
    var timeZone: String
    /// What budgets assume where they do not say.
    var budgetDefaults = BudgetDefaults()

    private let file: String
    private let folder: String
    private let environment: [String: String]
    private let files: FileReader
    private(set) var problems: [ConfigurationProblem] = []

    /// - Parameters:
    ///   - file: the document's name in messages.
    ///   - folder: what relative paths are relative to.
    init(file: String, folder: String, environment: [String: String], files: FileReader) {
        self.file = file
        self.folder = folder
        self.environment = environment
        self.files = files
        timeZone = StandardTimeZone.name(in: environment)
    }

    // MARK: Problems

    func report(_ code: ConfigurationProblem.Code, at place: Located, _ message: String) {
        report(code, at: place.position, place.path, message)
    }

    func report(_ code: ConfigurationProblem.Code, at position: Position?, _ path: DocumentPath, _ message: String) {
        problems.append(
            ConfigurationProblem(code: code, file: file, position: position, path: path, message: message)
        )
    }

    func report(_ problem: DocumentProblem) {
        report(problem.code, at: problem.position, problem.path, problem.message)
    }

    // MARK: Containers

    /// The fields of a mapping; nil if the value is none, which is reported.
    func entries(of place: Located) -> [Entry]? {
        guard case .mapping(let entries) = place.node.content else {
            reportType(of: place, expected: "a mapping")
            return nil
        }
        return entries.map {
            Entry(
                name: $0.name,
                namePosition: $0.position,
                value: Located(node: $0.value, path: place.path.appending($0.name))
            )
        }
    }

    /// The elements of a list; nil if the value is none, which is reported.
    func elements(of place: Located) -> [Located]? {
        guard case .list(let elements) = place.node.content else {
            reportType(of: place, expected: "a list")
            return nil
        }
        return elements.enumerated().map { Located(node: $0.element, path: place.path.appending($0.offset)) }
    }

    // MARK: Single values

    /// The single value in its final text: `${NAME}` and `file:…` resolved; nil if that fails, which is reported.
    /// - Parameter expected: what the field takes, for the message where a mapping or a list stands there.
    func scalar(at place: Located, expected: String) -> ResolvedScalar? {
        guard case .scalar(let scalar) = place.node.content else {
            reportType(of: place, expected: expected)
            return nil
        }
        do throws(Substitution.Failure) {
            let substitution = try Substitution(scalar.text, environment: environment)
            guard let path = substitution.file else {
                return ResolvedScalar(
                    text: substitution.text,
                    source: scalar,
                    isSubstituted: substitution.hasVariables
                )
            }
            let text = try content(of: path, shown: Quoting.quoted(String(scalar.text.dropFirst(5))))
            return ResolvedScalar(text: text, source: scalar, isSubstituted: true)
        } catch {
            report(error.code, at: place, error.message)
            return nil
        }
    }

    /// A path of the document, made relative to its folder.
    func resolved(path: String) -> String {
        path.hasPrefix("/") || folder.isEmpty ? path : "\(folder)/\(path)"
    }

    /// Whether a file can be read and is not too large; if not, the problem is reported.
    /// - Parameter shown: the path as the document has it, because a variable in it may hold a misplaced secret.
    func isReadable(_ path: String, shown: String, at place: Located) -> Bool {
        do throws(FileReader.Failure) {
            _ = try files.read(path, DocumentLimits.certificateFileBytes)
            return true
        } catch {
            report(.unreadableFile, at: place, "cannot read \(shown): \(error)")
            return false
        }
    }

    /// Says that a value has the wrong type. Shows neither strings nor numbers, as either may be a misplaced secret.
    func reportType(of place: Located, expected: String) {
        report(.wrongType, at: place, "expected \(expected), found \(place.node.kind)")
    }

    private func content(of path: String, shown: String) throws(Substitution.Failure) -> String {
        let path = resolved(path: path)
        do throws(FileReader.Failure) {
            let bytes = try files.read(path, DocumentLimits.secretFileBytes)
            guard let text = String(validating: bytes, as: UTF8.self) else {
                throw FileReader.Failure("it is not UTF-8")
            }
            return text.droppingLineBreak
        } catch {
            throw Substitution.Failure(.unreadableFile, "cannot read \(shown): \(error)")
        }
    }
}

extension String {
    /// The text without one line break at its end, which editors and `echo` add.
    fileprivate var droppingLineBreak: String {
        var scalars = unicodeScalars[...]
        if scalars.last == "\n" { scalars = scalars.dropLast() }
        if scalars.last == "\r" { scalars = scalars.dropLast() }
        return String(scalars)
    }
}
