extension DockerfileFault {
  /// What is wrong, in words for whoever wrote the line.
  package var words: [UInt8] {
    var text = [UInt8](reason)
    guard !subject.isEmpty else { return text }
    text.append(": ")
    text.append(shown: subject)
    return text
  }

  private var reason: StaticString {
    switch kind {
    case .empty: "the file is empty"
    case .noInstructions: "the file has comments only, and no instruction"
    case .noStage: "no FROM stands before it: a build begins with one, or with ARG"
    case .duplicateDirective: "this directive is given twice"
    case .badEscape: "the escape character can be \\ or ` alone"
    case .unknownInstruction: "there is no such instruction"
    case .unterminatedHeredoc: "the line that ends this document is missing"
    case .heredocDestination: "a document can't be the destination"
    case .unknownFlag: "this instruction has no such flag"
    case .duplicateFlag: "this flag is given twice"
    case .badFlagValue: "this flag has no such value"
    case .notStrings: "the array in brackets may hold strings in double quotes alone"
    case .wrongArguments: "too few arguments, or too many, or none of the form NAME=VALUE"
    case .noDestination: "at least one source and a destination are needed"
    case .badWord: "quotes, braces or a variable's modifier are wrong, or a needed value is missing"
    case .badMount: "--mount has no such field, type or value"
    case .misplacedTrigger: "ONBUILD, FROM and MAINTAINER can't stand behind ONBUILD"
    case .badSignal: "invalid signal"
    case .badPort: "invalid port: a number, or two with - between them, and /tcp, /udp or /sctp"
    case .emptyVolume: "a volume can't be an empty string"
    case .badStageName: "a stage's name begins with a letter, and has letters, digits, -, _ and ."
    case .badBase: "neither a stage above nor the name of an image, which has small letters"
    case .badPlatform: "no platform: that is OS/ARCHITECTURE, or one of the two"
    case .badStageIndex: "there is no stage of this number"
    case .stageOrder: "a stage can only be copied from below it"
    case .fromVariable: "no variable can stand here; give the stage a name with FROM IMAGE AS NAME"
    case .unknownTarget: "there is no stage of this name to build"
    case .addressInCopy: "COPY can't fetch from an address; ADD can"
    case .badChecksum: "--checksum wants sha256: and 64 digits, and one address as the source"
    case .missingSource: "not found in what the build gets of the context"
    case .linkLoop: "symbolic links lead in a circle"
    case .badPattern: "the pattern is malformed: a bracket is open, or ends in a backslash"
    case .unreadable: "what it takes is not known"
    }
  }
}

extension DigestGap {
  /// What BuildKit overlooks, in words.
  package var words: [UInt8] {
    var text: [UInt8] = []
    switch kind {
    case .parentsBehindLink:
      text.append("--parents behind a link")
    case .parentsBesidePivot:
      text.append("a file that matches in front of /./")
    case .excludedSource:
      text.append("an --exclude that also matches the source itself")
    case .linkText:
      text.append("where a link at the top leads to, not the link,")
    }
    text.append(kind == .linkText ? " is what BuildKit looks at: " : " hides it from BuildKit: ")
    text.append(shown: path.withUnsafeBufferPointer { [UInt8]($0.from(min(1, $0.count))) })
    text.append(" is copied, but a change of it may go unseen, and the old one stay in the image")
    return text
  }
}
