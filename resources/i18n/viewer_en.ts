<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="en">
<context>
    <name>ContactSheet</name>
    <message numerus="yes">
        <source>%Ln picture(s)</source>
        <translation>
            <numerusform>%Ln picture</numerusform>
            <numerusform>%Ln pictures</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>HelpCommands</name>
    <message numerus="yes">
        <source>%Ln entries are as they were in copy {number}.</source>
        <translation>
            <numerusform>%Ln entry is as it was in copy {number}.</numerusform>
            <numerusform>%Ln entries are as they were in copy {number}.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>HitExplanation</name>
    <message numerus="yes">
        <source>and %Ln more</source>
        <translation>
            <numerusform>and %Ln more</numerusform>
            <numerusform>and %Ln more</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ImportController</name>
    <message numerus="yes">
        <source>%Ln issue(s) were brought in.</source>
        <translation>
            <numerusform>%Ln issue was brought in.</numerusform>
            <numerusform>%Ln issues were brought in.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ImportDialog</name>
    <message numerus="yes">
        <source>Replace %Ln issue(s) that you changed (Undo brings them back)</source>
        <translation>
            <numerusform>Replace %Ln issue that you changed (Undo brings it back)</numerusform>
            <numerusform>Replace %Ln issues that you changed (Undo brings them back)</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln publication(s)</source>
        <translation>
            <numerusform>%Ln publication</numerusform>
            <numerusform>%Ln publications</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln issue(s) brought in</source>
        <translation>
            <numerusform>%Ln issue brought in</numerusform>
            <numerusform>%Ln issues brought in</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln new issue(s)</source>
        <translation>
            <numerusform>%Ln new issue</numerusform>
            <numerusform>%Ln new issues</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln changed issue(s)</source>
        <translation>
            <numerusform>%Ln changed issue</numerusform>
            <numerusform>%Ln changed issues</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln unchanged issue(s)</source>
        <translation>
            <numerusform>%Ln unchanged issue</numerusform>
            <numerusform>%Ln unchanged issues</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln issue(s) left as you changed them</source>
        <translation>
            <numerusform>%Ln issue left as you changed it</numerusform>
            <numerusform>%Ln issues left as you changed them</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln issue(s) not readable</source>
        <translation>
            <numerusform>%Ln issue not readable</numerusform>
            <numerusform>%Ln issues not readable</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln article(s)</source>
        <translation>
            <numerusform>%Ln article</numerusform>
            <numerusform>%Ln articles</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln picture(s)</source>
        <translation>
            <numerusform>%Ln picture</numerusform>
            <numerusform>%Ln pictures</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln remark(s):</source>
        <translation>
            <numerusform>%Ln remark:</numerusform>
            <numerusform>%Ln remarks:</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>… and %Ln more</source>
        <translation>
            <numerusform>… and %Ln more</numerusform>
            <numerusform>… and %Ln more</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>LibraryCommands</name>
    <message numerus="yes">
        <source>%Ln issue(s) were written to {name}.</source>
        <translation>
            <numerusform>%Ln issue was written to {name}.</numerusform>
            <numerusform>%Ln issues were written to {name}.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln thing(s) could not be taken along: {first}</source>
        <translation>
            <numerusform>%Ln thing could not be taken along: {first}</numerusform>
            <numerusform>%Ln things could not be taken along: {first}</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>LossDescriber</name>
    <message numerus="yes">
        <source>%Ln picture(s) only on the web</source>
        <translation>
            <numerusform>%Ln picture only on the web</numerusform>
            <numerusform>%Ln pictures only on the web</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln missing picture(s)</source>
        <translation>
            <numerusform>%Ln missing picture</numerusform>
            <numerusform>%Ln missing pictures</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln picture(s) too large or of a kind that is not shown</source>
        <translation>
            <numerusform>%Ln picture too large or of a kind that is not shown</numerusform>
            <numerusform>%Ln pictures too large or of a kind that is not shown</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln table(s) flattened</source>
        <translation>
            <numerusform>%Ln table flattened</numerusform>
            <numerusform>%Ln tables flattened</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln film(s), sound(s) or frame(s) kept as links</source>
        <translation>
            <numerusform>%Ln film, sound or frame kept as a link</numerusform>
            <numerusform>%Ln films, sounds or frames kept as links</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln slideshow(s) without their pictures</source>
        <translation>
            <numerusform>%Ln slideshow without its pictures</numerusform>
            <numerusform>%Ln slideshows without their pictures</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln link(s) without a target</source>
        <translation>
            <numerusform>%Ln link without a target</numerusform>
            <numerusform>%Ln links without a target</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln form(s) left out</source>
        <translation>
            <numerusform>%Ln form left out</numerusform>
            <numerusform>%Ln forms left out</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln attached file(s) left out</source>
        <translation>
            <numerusform>%Ln attached file left out</numerusform>
            <numerusform>%Ln attached files left out</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln comment(s) left out</source>
        <translation>
            <numerusform>%Ln comment left out</numerusform>
            <numerusform>%Ln comments left out</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln part(s) shown as plain text</source>
        <translation>
            <numerusform>%Ln part shown as plain text</numerusform>
            <numerusform>%Ln parts shown as plain text</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln part(s) too long and cut</source>
        <translation>
            <numerusform>%Ln part too long and cut</numerusform>
            <numerusform>%Ln parts too long and cut</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln character(s) that could not be read</source>
        <translation>
            <numerusform>%Ln character that could not be read</numerusform>
            <numerusform>%Ln characters that could not be read</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>MarkReadCommands</name>
    <message numerus="yes">
        <source>%Ln article(s) marked as read; the same command takes it back.</source>
        <translation>
            <numerusform>%Ln article marked as read; the same command takes it back.</numerusform>
            <numerusform>%Ln articles marked as read; the same command takes it back.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln article(s) marked as unread.</source>
        <translation>
            <numerusform>%Ln article marked as unread.</numerusform>
            <numerusform>%Ln articles marked as unread.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ReaderBackupsDialog</name>
    <message numerus="yes">
        <source>%Ln article(s) read</source>
        <translation>
            <numerusform>%Ln article read</numerusform>
            <numerusform>%Ln articles read</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ResultsPanel</name>
    <message numerus="yes">
        <source>%Ln article(s)</source>
        <translation>
            <numerusform>%Ln article</numerusform>
            <numerusform>%Ln articles</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln match(es)</source>
        <translation>
            <numerusform>%Ln match</numerusform>
            <numerusform>%Ln matches</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>also %Ln name(s)</source>
        <translation>
            <numerusform>also %Ln name</numerusform>
            <numerusform>also %Ln names</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ResumeOffer</name>
    <message numerus="yes">
        <source>and %Ln more</source>
        <translation>
            <numerusform>and %Ln more</numerusform>
            <numerusform>and %Ln more</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>SeriesCover</name>
    <message numerus="yes">
        <source>%Ln chapter(s) announced for {issue}</source>
        <translation>
            <numerusform>%Ln chapter announced for {issue}</numerusform>
            <numerusform>%Ln chapters announced for {issue}</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln chapter(s) not yet told</source>
        <translation>
            <numerusform>%Ln chapter not yet told</numerusform>
            <numerusform>%Ln chapters not yet told</numerusform>
        </translation>
    </message>
</context>
</TS>
