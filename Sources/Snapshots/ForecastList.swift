internal import Hashing
internal import JSON
public import Reconciliation
internal import Workflow

/// The forecasts of a plan's actions for Jira as it was when a snapshot was made.
///
/// A forecast is kept with a digest of what it was made for: of an action that asks for something else it says nothing.
public struct ForecastList: Hashable, Sendable {
    private var forecasts: [Digest: Forecast] = [:]

    /// Makes a list of those forecasts that say something.
    public init(_ actions: [Action] = []) {
        for action in actions where action.forecast != Forecast() {
            forecasts[Self.digest(of: action)] = action.forecast
        }
    }

    /// Whether there is nothing to tell.
    public var isEmpty: Bool { forecasts.isEmpty }

    /// The forecast for an action; one that knows nothing where there is none.
    public subscript(action: Action) -> Forecast { forecasts[Self.digest(of: action)] ?? Forecast() }

    private static func digest(of action: Action) -> Digest {
        var input = DigestInput()
        input.add(action.operation.rawValue)
        input.add(action.row.text)
        input.add(action.issue?.description)
        for step in action.issueSteps {
            let entry = StepEntry(.issue(step))
            input.add(entry.field)
            switch entry.to {
            case .null: input.add(nil as String?)
            case .bool(let flag): input.add(flag ? "true" : "false")
            case .text(let text): input.add(text)
            case .list(let list): input.add(list)
            }
        }
        return Digest(words: SHA256.words(of: input.bytes))
    }

    /// Reads a list; nil when it is none.
    init?(_ json: JSON) {
        guard let list = json.array else { return nil }
        for entry in list {
            guard let digest = entry["action"]?.string.flatMap({ Digest($0) }) else { return nil }
            var forecast = Forecast()
            if let via = entry["via"] {
                guard let names = via.array?.map(\.string), !names.contains(nil) else { return nil }
                forecast.via = names.compactMap { $0 }
            }
            if let isBulk = entry["bulk"] {
                guard let isBulk = isBulk.bool else { return nil }
                forecast.isBulk = isBulk
            }
            if let error = entry["error"] {
                guard let message = error["message"]?.string, let hint = error["hint"]?.string else {
                    return nil
                }
                forecast.obstacle = Obstacle(message, hint: hint)
            }
            forecasts[digest] = forecast
        }
    }

    /// The list, in the order of the digests.
    var json: JSON {
        let entries = forecasts.map { (digest: $0.key.description, forecast: $0.value) }
        return .array(
            entries.sorted { $0.digest < $1.digest }.map { digest, forecast in
                var entry: JSONObject = ["action": .string(digest)]
                if !forecast.via.isEmpty { entry["via"] = .array(forecast.via.map(JSON.string)) }
                if forecast.isBulk { entry["bulk"] = true }
                if let obstacle = forecast.obstacle {
                    entry["error"] = ["message": .string(obstacle.message), "hint": .string(obstacle.hint)]
                }
                return .object(entry)
            }
        )
    }
}
