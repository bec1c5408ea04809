internal import JSON

/// The marks of a run of text.
struct InlineStyle: Equatable {
    var isEmphasised = false
    var isStrong = false
    var isStruck = false
    var isCode = false
    var link: LinkTarget?

    init(isStrong: Bool = false) { self.isStrong = isStrong }

    /// The marks as ADF writes them; code goes together with a link and with nothing else.
    var marks: [JSON] {
        var marks: [JSON] = []
        if let link { marks.append(["type": "link", "attrs": link.attributes]) }
        if isCode { return marks + [["type": "code"]] }
        if isEmphasised { marks.append(["type": "em"]) }
        if isStrong { marks.append(["type": "strong"]) }
        if isStruck { marks.append(["type": "strike"]) }
        return marks
    }
}
