<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_TW">
<context>
    <name>AboutDialog</name>
    <message>
        <source>Keyboard shortcuts</source>
        <extracomment>Distribution, name and licence of what the program is made of, as each project states it.</extracomment>
        <translation>鍵盤快速鍵</translation>
    </message>
    <message>
        <source>About Dosudo Viewer</source>
        <translation>關於 Dosudo Viewer</translation>
    </message>
    <message>
        <source>Reads newsletters offline. It never opens a network connection.</source>
        <translation>離線閱讀電子報；本程式從不開啟網路連線。</translation>
    </message>
    <message>
        <source>Library: {folder}</source>
        <translation>書庫：{folder}</translation>
    </message>
    <message>
        <source>Versions and licences</source>
        <translation>版本與授權</translation>
    </message>
</context>
<context>
    <name>AppController</name>
    <message>
        <source>Preparing the library…</source>
        <translation>正在準備書庫……</translation>
    </message>
    <message>
        <source>“{title}” is no longer in the library.</source>
        <translation>書庫裡已經沒有〈{title}〉了。</translation>
    </message>
    <message>
        <source>{sentence} ({count} more; “dosudo-viewer check” lists all.)</source>
        <translation>{sentence}（另有 {count} 項；用 dosudo-viewer check 可列出全部。）</translation>
    </message>
    <message>
        <source>The program crashed the last time. “Copy details” copies a report of it to send to its makers; it holds no titles, no texts and no names of folders.</source>
        <translation>程式上次意外當掉。按「複製詳情」可以複製當掉的報告，寄給製作者；報告裡沒有標題、內文或資料夾名稱。</translation>
    </message>
    <message>
        <source>The library {folder} is gone; what you mark is not kept until it is back. Plug its disk in or put the folder back; what was read of it can be read on meanwhile.</source>
        <translation>書庫 {folder} 不見了；在它回來之前，所做的標記還沒有保存。請接上它的磁碟，或把資料夾放回原處；已經讀到的內容仍可繼續閱讀。</translation>
    </message>
    <message>
        <source>The library {folder} is there again.</source>
        <translation>書庫 {folder} 又回來了。</translation>
    </message>
</context>
<context>
    <name>ArticlePane</name>
    <message>
        <source>Article</source>
        <extracomment>MIME types that Qt copies besides text and HTML. How far above and below its line the title of a note can be clicked, in pixels. From this size of text on, a narrow page may hold what cannot be broken and is wider than it. A page of no more characters is laid out to its end before the window is shown.</extracomment>
        <translation>文章</translation>
    </message>
    <message>
        <source>Copy</source>
        <extracomment>What the window can do with a selection besides, offered in the page&apos;s menu.</extracomment>
        <translation>複製</translation>
    </message>
    <message>
        <source>Copy link address</source>
        <translation>複製連結網址</translation>
    </message>
    <message>
        <source>Select all</source>
        <translation>全選</translation>
    </message>
</context>
<context>
    <name>CaretBrowsing</name>
    <message>
        <source>Picture: {words}</source>
        <translation>圖片：{words}</translation>
    </message>
    <message>
        <source>Link: {words}</source>
        <translation>連結：{words}</translation>
    </message>
</context>
<context>
    <name>ChapterList</name>
    <message>
        <source>Chapters</source>
        <extracomment>The margin of a row, left of its marker and right of its trailing text, in pixels.</extracomment>
        <translation>章節</translation>
    </message>
</context>
<context>
    <name>ChaptersModel</name>
    <message>
        <source>announced for No. {number}</source>
        <translation>預告於第 {number} 期刊出</translation>
    </message>
    <message>
        <source>reading now</source>
        <translation>正在閱讀</translation>
    </message>
    <message>
        <source>read</source>
        <translation>已讀</translation>
    </message>
    <message>
        <source>unread</source>
        <translation>未讀</translation>
    </message>
    <message>
        <source>not yet told</source>
        <translation>尚未刊出</translation>
    </message>
</context>
<context>
    <name>ChaptersPanel</name>
    <message>
        <source>Chapters</source>
        <extracomment>At least so much of the list stays in view in a low window.</extracomment>
        <translation>章節</translation>
    </message>
    <message>
        <source>Talk  {speaker}</source>
        <translation>演講  {speaker}</translation>
    </message>
    <message>
        <source>{told} of {all} told · {read} read</source>
        <translation>{all} 章已刊 {told} 章 · 已讀 {read} 章</translation>
    </message>
    <message>
        <source>“{title}” is {state}.</source>
        <translation>「{title}」{state}。</translation>
    </message>
    <message>
        <source>The talk as a book</source>
        <translation>把演講當一本書讀</translation>
    </message>
    <message>
        <source>Opens the talk as a book.</source>
        <translation>把演講當一本書開啟。</translation>
    </message>
</context>
<context>
    <name>Clearing</name>
    <message>
        <source>Clear</source>
        <extracomment>The object name of Qt&apos;s action behind the clear button.</extracomment>
        <translation>清除</translation>
    </message>
</context>
<context>
    <name>CommandPalette</name>
    <message>
        <source>Command palette</source>
        <translation>指令面板</translation>
    </message>
    <message>
        <source>What was found</source>
        <translation>找到的項目</translation>
    </message>
    <message>
        <source>Nothing is called that.</source>
        <translation>沒有這個名稱。</translation>
    </message>
    <message>
        <source>Search all issues for “{words}”</source>
        <translation>在所有期數中搜尋「{words}」</translation>
    </message>
    <message>
        <source>Articles, chapters, terms, commands and settings</source>
        <translation>文章、章節、詞彙、指令與設定</translation>
    </message>
</context>
<context>
    <name>Commands</name>
    <message>
        <source>&amp;Import files…</source>
        <translation>匯入檔案(&amp;I)…</translation>
    </message>
    <message>
        <source>Import &amp;folder…</source>
        <translation>匯入資料夾(&amp;F)…</translation>
    </message>
    <message>
        <source>&amp;Undo last change of the library</source>
        <translation>還原書庫的上一次變更(&amp;U)</translation>
    </message>
    <message>
        <source>&amp;Quit</source>
        <translation>結束(&amp;Q)</translation>
    </message>
    <message>
        <source>&amp;Copy</source>
        <translation>複製(&amp;C)</translation>
    </message>
    <message>
        <source>&amp;Find in article</source>
        <translation>在本文中尋找(&amp;F)</translation>
    </message>
    <message>
        <source>&amp;Next match</source>
        <translation>下一處(&amp;N)</translation>
    </message>
    <message>
        <source>&amp;Previous match</source>
        <translation>上一處(&amp;P)</translation>
    </message>
    <message>
        <source>&amp;Larger text</source>
        <translation>放大文字(&amp;L)</translation>
    </message>
    <message>
        <source>&amp;Smaller text</source>
        <translation>縮小文字(&amp;S)</translation>
    </message>
    <message>
        <source>&amp;Normal text size</source>
        <translation>正常大小(&amp;N)</translation>
    </message>
    <message>
        <source>&amp;Contents pane</source>
        <translation>目錄窗格(&amp;C)</translation>
    </message>
    <message>
        <source>&amp;Distraction-free</source>
        <translation>專心閱讀(&amp;D)</translation>
    </message>
    <message>
        <source>&amp;Full screen</source>
        <translation>全螢幕(&amp;F)</translation>
    </message>
    <message>
        <source>&amp;Back</source>
        <translation>上一頁(&amp;B)</translation>
    </message>
    <message>
        <source>&amp;Forward</source>
        <translation>下一頁(&amp;F)</translation>
    </message>
    <message>
        <source>&amp;Previous article</source>
        <translation>上一篇(&amp;P)</translation>
    </message>
    <message>
        <source>&amp;Next article</source>
        <translation>下一篇(&amp;N)</translation>
    </message>
    <message>
        <source>P&amp;revious chapter</source>
        <translation>上一章(&amp;R)</translation>
    </message>
    <message>
        <source>N&amp;ext chapter</source>
        <translation>下一章(&amp;E)</translation>
    </message>
    <message>
        <source>&amp;Search all issues</source>
        <translation>搜尋所有期數(&amp;S)</translation>
    </message>
    <message>
        <source>F&amp;ilter titles</source>
        <translation>篩選標題(&amp;I)</translation>
    </message>
    <message>
        <source>&amp;Mark article as read</source>
        <translation>切換已讀(&amp;M)</translation>
    </message>
    <message>
        <source>&amp;Keyboard shortcuts</source>
        <translation>鍵盤快速鍵(&amp;K)</translation>
    </message>
    <message>
        <source>Copy &amp;report</source>
        <translation>複製診斷報告(&amp;R)</translation>
    </message>
    <message>
        <source>Re&amp;store what was read…</source>
        <translation>還原閱讀記錄(&amp;S)…</translation>
    </message>
    <message>
        <source>&amp;About Dosudo Viewer</source>
        <translation>關於 Dosudo Viewer(&amp;A)</translation>
    </message>
    <message>
        <source>&amp;File</source>
        <extracomment>Created at their first use: the start does not wait for their modules.</extracomment>
        <translation>檔案(&amp;F)</translation>
    </message>
    <message>
        <source>&amp;Edit</source>
        <translation>編輯(&amp;E)</translation>
    </message>
    <message>
        <source>&amp;View</source>
        <translation>檢視(&amp;V)</translation>
    </message>
    <message>
        <source>&amp;Go</source>
        <translation>前往(&amp;G)</translation>
    </message>
    <message>
        <source>&amp;Help</source>
        <translation>說明(&amp;H)</translation>
    </message>
    <message>
        <source>&amp;Light</source>
        <translation>淺色(&amp;L)</translation>
    </message>
    <message>
        <source>&amp;Sepia</source>
        <translation>米色(&amp;S)</translation>
    </message>
    <message>
        <source>&amp;Dark</source>
        <translation>深色(&amp;D)</translation>
    </message>
    <message>
        <source>&amp;Theme</source>
        <translation>佈景主題(&amp;T)</translation>
    </message>
    <message>
        <source>&amp;Command palette</source>
        <translation>指令面板(&amp;C)</translation>
    </message>
    <message>
        <source>Pict&amp;ures of this issue</source>
        <translation>本期的圖片(&amp;U)</translation>
    </message>
    <message>
        <source>&amp;Preferences…</source>
        <translation>偏好設定(&amp;P)…</translation>
    </message>
    <message>
        <source>&amp;As the system</source>
        <translation>跟隨系統(&amp;A)</translation>
    </message>
    <message>
        <source>&amp;Talk as a book</source>
        <translation>演講成書(&amp;T)</translation>
    </message>
    <message>
        <source>&amp;Right pane</source>
        <translation>右側窗格(&amp;R)</translation>
    </message>
    <message>
        <source>&amp;Outline</source>
        <translation>大綱(&amp;O)</translation>
    </message>
    <message>
        <source>&amp;History</source>
        <extracomment>A separator in a menu.</extracomment>
        <translation>瀏覽紀錄(&amp;H)</translation>
    </message>
    <message>
        <source>Restore la&amp;yout</source>
        <translation>還原版面(&amp;Y)</translation>
    </message>
    <message>
        <source>Mark issue as rea&amp;d</source>
        <translation>把整期標為已讀(&amp;D)</translation>
    </message>
    <message>
        <source>Mark pub&amp;lication as read</source>
        <translation>把整份刊物標為已讀(&amp;L)</translation>
    </message>
    <message>
        <source>C&amp;ontinue reading</source>
        <translation>繼續閱讀(&amp;O)</translation>
    </message>
    <message>
        <source>&amp;Whole issue</source>
        <translation>整期一頁(&amp;W)</translation>
    </message>
    <message>
        <source>Copy with &amp;reference</source>
        <translation>複製並附出處(&amp;R)</translation>
    </message>
    <message>
        <source>Copy as &amp;Markdown</source>
        <translation>複製為 Markdown(&amp;M)</translation>
    </message>
    <message>
        <source>Text c&amp;ursor in the page</source>
        <translation>頁面文字游標(&amp;U)</translation>
    </message>
    <message>
        <source>&amp;Save as PDF…</source>
        <translation>另存為 PDF(&amp;S)…</translation>
    </message>
    <message>
        <source>P&amp;rint…</source>
        <translation>列印(&amp;R)…</translation>
    </message>
</context>
<context>
    <name>ContactSheet</name>
    <message>
        <source>Back to the article (Esc)</source>
        <extracomment>Address, number, width and theme of a drawn thumbnail.</extracomment>
        <translation>回到文章（Esc）</translation>
    </message>
    <message>
        <source>Pictures</source>
        <translation>圖片</translation>
    </message>
    <message>
        <source>No. {number}</source>
        <translation>第 {number} 期</translation>
    </message>
    <message>
        <source>No pictures</source>
        <translation>沒有圖片</translation>
    </message>
    <message>
        <source>{issue} has no pictures. Esc leads back to the article.</source>
        <translation>{issue}沒有圖片。按 Esc 回到文章。</translation>
    </message>
    <message numerus="yes">
        <source>%Ln picture(s)</source>
        <translation>
            <numerusform>%Ln 張圖</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ContactSheetModel</name>
    <message>
        <source>Picture {number} of {count}: {words}, in {article}</source>
        <translation>第 {number} 張圖，共 {count} 張：{words}，見「{article}」</translation>
    </message>
</context>
<context>
    <name>ContentsModel</name>
    <message>
        <source>No. {number}</source>
        <extracomment>The rows below this one; None until they were needed.</extracomment>
        <translation>第 {number} 期</translation>
    </message>
    <message>
        <source>all read</source>
        <translation>全部已讀</translation>
    </message>
    <message>
        <source>read, not kept yet</source>
        <translation>已讀，還沒存下來</translation>
    </message>
    <message>
        <source>unread, not kept yet</source>
        <translation>未讀，還沒存下來</translation>
    </message>
    <message>
        <source>read</source>
        <translation>已讀</translation>
    </message>
    <message>
        <source>unread</source>
        <translation>未讀</translation>
    </message>
    <message>
        <source>%Ln unread</source>
        <translation>%Ln 篇未讀</translation>
    </message>
</context>
<context>
    <name>ContentsPanel</name>
    <message>
        <source>Filter titles</source>
        <translation>篩選標題</translation>
    </message>
    <message>
        <source>Contents</source>
        <translation>目錄</translation>
    </message>
    <message>
        <source>Found titles</source>
        <translation>找到的標題</translation>
    </message>
    <message>
        <source>No title holds these words; Ctrl+E searches the texts.</source>
        <translation>沒有標題含有這些字；按 Ctrl+E 可搜尋內文。</translation>
    </message>
</context>
<context>
    <name>ContentsView</name>
    <message>
        <source>expanded</source>
        <extracomment>Names a row in any model: its kind, and a publication&apos;s id or an address. Seconds of expanding rows before other events are handled.</extracomment>
        <translation>已展開</translation>
    </message>
    <message>
        <source>collapsed</source>
        <translation>已收合</translation>
    </message>
</context>
<context>
    <name>CopyCommands</name>
    <message>
        <source>The selection is copied, with its reference.</source>
        <translation>已複製選取的文字，並附上出處。</translation>
    </message>
    <message>
        <source>The article is copied, with its reference.</source>
        <translation>已複製整篇文章，並附上出處。</translation>
    </message>
</context>
<context>
    <name>DateHistogram</name>
    <message>
        <source>Hits over time</source>
        <translation>各時期的結果數</translation>
    </message>
    <message>
        <source>{first} to {last}</source>
        <translation>{first} 到 {last}</translation>
    </message>
</context>
<context>
    <name>Dates</name>
    <message>
        <source>d MMMM yyyy</source>
        <translation>yyyy年M月d日</translation>
    </message>
    <message>
        <source>d MMM yyyy</source>
        <translation>yyyy年M月d日</translation>
    </message>
    <message>
        <source>yyyy</source>
        <translation>yyyy年</translation>
    </message>
    <message>
        <source>MMMM yyyy</source>
        <translation>yyyy年M月</translation>
    </message>
    <message>
        <source>MMM yyyy</source>
        <translation>yyyy年M月</translation>
    </message>
</context>
<context>
    <name>DistractionFreeMode</name>
    <message>
        <source>Esc or F11 brings everything back.</source>
        <extracomment>Commands that need what is hidden: the panes come back by themselves, … … and these are run again once everything is shown.</extracomment>
        <translation>按 Esc 或 F11，其餘的就回來。</translation>
    </message>
</context>
<context>
    <name>EmptyLibrary</name>
    <message>
        <source>The library holds no issue yet</source>
        <translation>書庫裡還沒有任何一期</translation>
    </message>
    <message>
        <source>Drop files or folders on this window, or choose them here. Markdown, web pages, mail, feeds and EPUB are read.</source>
        <translation>把檔案或資料夾拖放到這個視窗，或在這裡選擇。可讀 Markdown、網頁、郵件、訂閱來源與 EPUB。</translation>
    </message>
    <message>
        <source>Library: {folder}</source>
        <translation>書庫：{folder}</translation>
    </message>
    <message>
        <source>Import files…</source>
        <translation>匯入檔案…</translation>
    </message>
    <message>
        <source>Import folder…</source>
        <translation>匯入資料夾…</translation>
    </message>
</context>
<context>
    <name>ExceptionHook</name>
    <message>
        <source>The program made a mistake, and what you just did may not be done; the library is as it was. Copy the details to report it ({error}).</source>
        <translation>程式出了錯，你剛才的操作可能沒有完成；書庫沒有變動。請複製詳情以便回報（{error}）。</translation>
    </message>
</context>
<context>
    <name>FilterChipRow</name>
    <message>
        <source>Filters</source>
        <extracomment>The arrow at an end of the row behind which there are more chips.</extracomment>
        <translation>篩選</translation>
    </message>
</context>
<context>
    <name>FindBar</name>
    <message>
        <source>Find in this article</source>
        <translation>在本文中尋找</translation>
    </message>
    <message>
        <source>Previous match (Shift+F3)</source>
        <translation>上一處（Shift+F3）</translation>
    </message>
    <message>
        <source>Next match (F3)</source>
        <translation>下一處（F3）</translation>
    </message>
    <message>
        <source>Close (Esc)</source>
        <translation>關閉（Esc）</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>關閉</translation>
    </message>
    <message>
        <source>not found</source>
        <translation>找不到</translation>
    </message>
    <message>
        <source>{number} of {count}</source>
        <translation>第 {number} 處，共 {count} 處</translation>
    </message>
</context>
<context>
    <name>HelpCommands</name>
    <message>
        <source>The report is copied; it holds no titles and no texts.</source>
        <translation>已複製診斷報告，其中沒有任何標題與內文。</translation>
    </message>
    <message>
        <source>{file} is damaged and was not put back; choose another copy.</source>
        <translation>{file} 已損毀，沒有還原；請選另一份備份。</translation>
    </message>
    <message numerus="yes">
        <source>%Ln entries are as they were in copy {number}.</source>
        <translation>
            <numerusform>有 %Ln 筆記錄回到第 {number} 份備份的樣子。</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>HintBar</name>
    <message>
        <source>Do not show this hint again</source>
        <translation>不再顯示這則提示</translation>
    </message>
</context>
<context>
    <name>HitExplanation</name>
    <message>
        <source>Why?</source>
        <translation>原因</translation>
    </message>
    <message>
        <source>Why this hit?</source>
        <translation>為什麼找到這篇？</translation>
    </message>
    <message>
        <source>Why this hit? (Ctrl+I)</source>
        <translation>為什麼找到這篇？（Ctrl+I）</translation>
    </message>
    <message numerus="yes">
        <source>and %Ln more</source>
        <translation>
            <numerusform>還有 %Ln 項</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>HitsModel</name>
    <message>
        <source>Hit {number} of {all}</source>
        <extracomment>By id the labels of the publications of the library, if there are several.</extracomment>
        <translation>第 {number} 筆，共 {all} 筆</translation>
    </message>
</context>
<context>
    <name>ImportController</name>
    <message>
        <source>Another import is open; finish or close it first.</source>
        <translation>另一項匯入還開著；請先完成或關閉它。</translation>
    </message>
    <message>
        <source>The library is being changed; wait until that is done.</source>
        <translation>書庫正在變更，請等它完成。</translation>
    </message>
    <message>
        <source>There is nothing to take back.</source>
        <translation>沒有可以還原的變更。</translation>
    </message>
    <message>
        <source>Taken back: {change}.</source>
        <translation>已還原：{change}。</translation>
    </message>
    <message>
        <source>Reading…</source>
        <translation>讀取中…</translation>
    </message>
    <message>
        <source>Looking through the issues…</source>
        <translation>檢查各期中…</translation>
    </message>
    <message numerus="yes">
        <source>%Ln issue(s) were brought in.</source>
        <translation>
            <numerusform>已匯入 %Ln 期。</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ImportDialog</name>
    <message>
        <source>Import</source>
        <extracomment>The pace is shown only after this time: before, it is not steady.</extracomment>
        <translation>匯入</translation>
    </message>
    <message>
        <source>&amp;Name</source>
        <extracomment>Id and name of the publication that the form was filled with. Whether issues are still read behind the preview, and whether the reader has accepted.</extracomment>
        <translation>名稱(&amp;N)</translation>
    </message>
    <message>
        <source>&amp;Short name</source>
        <translation>短名(&amp;S)</translation>
    </message>
    <message>
        <source>Progress of the import</source>
        <translation>匯入進度</translation>
    </message>
    <message>
        <source>What could not be kept, and problems</source>
        <translation>未能保留的內容與問題</translation>
    </message>
    <message>
        <source>&amp;Undo this import</source>
        <translation>還原這次匯入(&amp;U)</translation>
    </message>
    <message>
        <source>&amp;Copy details</source>
        <translation>複製詳情(&amp;C)</translation>
    </message>
    <message>
        <source>Waiting until the library is ready…</source>
        <translation>正在等候書庫就緒…</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Reading…</source>
        <translation>讀取中…</translation>
    </message>
    <message>
        <source>Looking through the issues…</source>
        <translation>檢查各期中…</translation>
    </message>
    <message>
        <source>Putting the issues into the library…</source>
        <translation>正在放入書庫…</translation>
    </message>
    <message>
        <source>{done} of {all}</source>
        <translation>{done} / {all}</translation>
    </message>
    <message>
        <source>{rate} a second</source>
        <translation>每秒 {rate}</translation>
    </message>
    <message>
        <source>about {time} left</source>
        <translation>約剩 {time}</translation>
    </message>
    <message>
        <source>{seconds} s</source>
        <translation>{seconds} 秒</translation>
    </message>
    <message numerus="yes">
        <source>Replace %Ln issue(s) that you changed (Undo brings them back)</source>
        <translation>
            <numerusform>取代你改過的 %Ln 期（用「還原」可找回）</numerusform>
        </translation>
    </message>
    <message>
        <source>Close</source>
        <translation>關閉</translation>
    </message>
    <message>
        <source>&amp;Import</source>
        <translation>匯入(&amp;I)</translation>
    </message>
    <message>
        <source>Nothing could be brought in</source>
        <translation>沒有可以匯入的內容</translation>
    </message>
    <message>
        <source>What you changed stays as it is</source>
        <translation>你改過的內容保持不變</translation>
    </message>
    <message>
        <source>Everything is in the library already</source>
        <translation>書庫裡已經全都有了</translation>
    </message>
    <message numerus="yes">
        <source>%Ln publication(s)</source>
        <translation>
            <numerusform>%Ln 份刊物</numerusform>
        </translation>
    </message>
    <message>
        <source>&amp;Read</source>
        <translation>閱讀(&amp;R)</translation>
    </message>
    <message numerus="yes">
        <source>%Ln issue(s) brought in</source>
        <translation>
            <numerusform>已匯入 %Ln 期</numerusform>
        </translation>
    </message>
    <message>
        <source>They are in the library and appear in the contents once this is mended:</source>
        <translation>各期已在書庫裡，排除以下問題後就會出現在目錄裡：</translation>
    </message>
    <message>
        <source>The import was given up</source>
        <translation>匯入已中止</translation>
    </message>
    <message numerus="yes">
        <source>%Ln new issue(s)</source>
        <translation>
            <numerusform>新增 %Ln 期</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln changed issue(s)</source>
        <translation>
            <numerusform>更新 %Ln 期</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln unchanged issue(s)</source>
        <translation>
            <numerusform>不變 %Ln 期</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln issue(s) left as you changed them</source>
        <translation>
            <numerusform>保留你改過的 %Ln 期</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln issue(s) not readable</source>
        <translation>
            <numerusform>無法讀取 %Ln 期</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln article(s)</source>
        <translation>
            <numerusform>%Ln 篇文章</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln picture(s)</source>
        <translation>
            <numerusform>%Ln 張圖</numerusform>
        </translation>
    </message>
    <message>
        <source>Not kept:</source>
        <translation>未能保留：</translation>
    </message>
    <message numerus="yes">
        <source>%Ln remark(s):</source>
        <translation>
            <numerusform>說明（%Ln 則）：</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>… and %Ln more</source>
        <translation>
            <numerusform>……還有 %Ln 則</numerusform>
        </translation>
    </message>
    <message>
        <source>Articles will stand at addresses such as {id}/1.</source>
        <translation>文章的位址會像 {id}/1 這樣。</translation>
    </message>
    <message>
        <source>A short name is made of small letters, digits, - and _.</source>
        <translation>短名只能用小寫英文字母、數字、- 與 _。</translation>
    </message>
    <message>
        <source>A publication needs a name.</source>
        <translation>刊物要有名稱。</translation>
    </message>
    <message>
        <source>What has come in can be read already.</source>
        <translation>已經進來的各期，現在就可以讀。</translation>
    </message>
    <message>
        <source>Joins {name}, which is in the library.</source>
        <translation>併入書庫裡已有的「{name}」。</translation>
    </message>
</context>
<context>
    <name>IssueNotesDialog</name>
    <message>
        <source>Notes on this issue</source>
        <translation>這一期的說明</translation>
    </message>
    <message>
        <source>&amp;Copy details</source>
        <translation>複製詳情(&amp;C)</translation>
    </message>
</context>
<context>
    <name>LibraryCommands</name>
    <message>
        <source>Import files</source>
        <translation>匯入檔案</translation>
    </message>
    <message>
        <source>All files (*)</source>
        <translation>所有檔案 (*)</translation>
    </message>
    <message>
        <source>Import a folder</source>
        <translation>匯入資料夾</translation>
    </message>
    <message>
        <source>&amp;Undo {change}</source>
        <translation>還原{change}(&amp;U)</translation>
    </message>
    <message>
        <source>&amp;Notes on this issue…</source>
        <translation>這一期的說明(&amp;N)…</translation>
    </message>
    <message>
        <source>Export as a &amp;folder…</source>
        <translation>匯出成資料夾(&amp;F)…</translation>
    </message>
    <message>
        <source>Export as a &amp;pack…</source>
        <translation>匯出成單一檔案(&amp;P)…</translation>
    </message>
    <message>
        <source>&amp;Rename…</source>
        <translation>重新命名(&amp;R)…</translation>
    </message>
    <message>
        <source>Re&amp;move from the library…</source>
        <translation>從書庫移除(&amp;M)…</translation>
    </message>
    <message>
        <source>Export as a pack</source>
        <translation>匯出成單一檔案</translation>
    </message>
    <message>
        <source>Export as a new folder</source>
        <translation>匯出成新資料夾</translation>
    </message>
    <message>
        <source>Writing {name}…</source>
        <translation>正在寫入 {name}…</translation>
    </message>
    <message>
        <source>Rename</source>
        <translation>重新命名</translation>
    </message>
    <message>
        <source>The publication&apos;s name:</source>
        <translation>刊物名稱：</translation>
    </message>
    <message>
        <source>It is called “{name}” now.</source>
        <translation>現在名為「{name}」。</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>移除</translation>
    </message>
    <message>
        <source>Remove “{name}” from the library?</source>
        <translation>要把「{name}」從書庫移除嗎？</translation>
    </message>
    <message>
        <source>Its issues go; your reading marks stay. “Undo” brings them back, also after some later changes.</source>
        <translation>各期會移除，你的閱讀記號會留著。用「還原」可以找回，之後再做幾次變更也還可以。</translation>
    </message>
    <message>
        <source>&amp;Remove</source>
        <translation>移除(&amp;R)</translation>
    </message>
    <message>
        <source>“{name}” was removed.</source>
        <translation>已移除「{name}」。</translation>
    </message>
    <message>
        <source>&amp;Pictures of this issue</source>
        <translation>本期的圖片(&amp;P)</translation>
    </message>
    <message>
        <source>Mark this &amp;issue as read</source>
        <translation>把這一期標為已讀(&amp;I)</translation>
    </message>
    <message>
        <source>Mark &amp;all issues as read</source>
        <translation>把每一期都標為已讀(&amp;A)</translation>
    </message>
    <message numerus="yes">
        <source>%Ln issue(s) were written to {name}.</source>
        <translation>
            <numerusform>已將 %Ln 期寫入 {name}。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln thing(s) could not be taken along: {first}</source>
        <translation>
            <numerusform>有 %Ln 項沒能帶走：{first}</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>LossDescriber</name>
    <message numerus="yes">
        <source>%Ln picture(s) only on the web</source>
        <translation>
            <numerusform>%Ln 張圖只在網路上</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln missing picture(s)</source>
        <translation>
            <numerusform>缺 %Ln 張圖</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln picture(s) too large or of a kind that is not shown</source>
        <translation>
            <numerusform>%Ln 張圖太大或格式不支援</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln table(s) flattened</source>
        <translation>
            <numerusform>%Ln 個表格改成文字</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln film(s), sound(s) or frame(s) kept as links</source>
        <translation>
            <numerusform>%Ln 個影片、聲音或內嵌頁改成連結</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln slideshow(s) without their pictures</source>
        <translation>
            <numerusform>%Ln 組投影片沒有圖</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln link(s) without a target</source>
        <translation>
            <numerusform>%Ln 個連結沒有目標</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln form(s) left out</source>
        <translation>
            <numerusform>略去 %Ln 個表單</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln attached file(s) left out</source>
        <translation>
            <numerusform>略去 %Ln 個附件</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln comment(s) left out</source>
        <translation>
            <numerusform>略去 %Ln 則留言</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln part(s) shown as plain text</source>
        <translation>
            <numerusform>%Ln 處以純文字呈現</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln part(s) too long and cut</source>
        <translation>
            <numerusform>%Ln 處過長，已截短</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln character(s) that could not be read</source>
        <translation>
            <numerusform>%Ln 個無法讀取的字元</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>MainWindow</name>
    <message>
        <source>What could not be kept until now is kept.</source>
        <extracomment>Room for the page and the bar above it; with large text, a small screen may hold no more.</extracomment>
        <translation>先前沒能存下來的，現在都存好了。</translation>
    </message>
</context>
<context>
    <name>MarkReadCommands</name>
    <message numerus="yes">
        <source>%Ln article(s) marked as read; the same command takes it back.</source>
        <translation>
            <numerusform>%Ln 篇標為已讀；再用一次同一個指令就收回。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln article(s) marked as unread.</source>
        <translation>
            <numerusform>%Ln 篇標為未讀。</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>MessageBar</name>
    <message>
        <source>Close this message</source>
        <translation>關閉這則訊息</translation>
    </message>
    <message>
        <source>&amp;Copy details</source>
        <translation>複製詳情(&amp;C)</translation>
    </message>
</context>
<context>
    <name>Navigator</name>
    <message>
        <source>There is no “{anchor}” in this article; this is its top.</source>
        <translation>本文沒有「{anchor}」這個位置，已停在文章開頭。</translation>
    </message>
    <message>
        <source>Marked as read.</source>
        <translation>已標為已讀。</translation>
    </message>
    <message>
        <source>Marked as unread.</source>
        <translation>已標為未讀。</translation>
    </message>
    <message>
        <source>This issue is too long for one page; its articles are shown each.</source>
        <extracomment>How long a page that needs no scrolling is shown before it counts as read. On the page of a whole issue, the delay after scrolling until the current article is found.</extracomment>
        <translation>這一期太長，放不進一頁；仍然一篇一頁顯示。</translation>
    </message>
</context>
<context>
    <name>OfferBar</name>
    <message>
        <source>Close this line</source>
        <translation>關閉這一行</translation>
    </message>
</context>
<context>
    <name>OnboardingHints</name>
    <message>
        <source>Ctrl+E searches all issues while you type.</source>
        <translation>按 Ctrl+E 可邊打字邊搜尋所有期數。</translation>
    </message>
    <message>
        <source>Ctrl+K finds any article, chapter or command.</source>
        <translation>按 Ctrl+K 可找到任何文章、章節或指令。</translation>
    </message>
    <message>
        <source>Drop files or folders on the window to bring newsletters in.</source>
        <translation>把檔案或資料夾拖放到視窗上，就能匯入電子報。</translation>
    </message>
</context>
<context>
    <name>OutlineModel</name>
    <message>
        <source>note</source>
        <extracomment>The level of a note among the anchors of an article; those above it are headings.</extracomment>
        <translation>註</translation>
    </message>
    <message>
        <source>you are here</source>
        <translation>讀到這裡</translation>
    </message>
</context>
<context>
    <name>OutlinePanel</name>
    <message>
        <source>Outline</source>
        <translation>大綱</translation>
    </message>
    <message>
        <source>This article has neither headings nor notes.</source>
        <translation>這篇文章沒有小標，也沒有註。</translation>
    </message>
</context>
<context>
    <name>Page</name>
    <message>
        <source>No. {number}</source>
        <extracomment>In characters: a longer issue would take too much time and memory as one page.
----------
Reading speed, in ideographs or words, for the estimate under the title.</extracomment>
        <translation>第 {number} 期</translation>
    </message>
    <message>
        <source>Chapter {number} of {count}</source>
        <translation>第 {number} 章 / {count}</translation>
    </message>
    <message>
        <source>link lost</source>
        <translation>連結已失效</translation>
    </message>
    <message>
        <source>This picture is only on the web:</source>
        <translation>這張圖只在網路上：</translation>
    </message>
    <message>
        <source>Picture not preserved · file name</source>
        <translation>圖未保存 · 原檔名</translation>
    </message>
    <message>
        <source>redrawn for this edition</source>
        <translation>本版重繪</translation>
    </message>
    <message>
        <source>Note {number}</source>
        <translation>校註 {number}</translation>
    </message>
    <message>
        <source>1 link no longer leads anywhere</source>
        <translation>1 個連結已失效</translation>
    </message>
    <message>
        <source>{count} links no longer lead anywhere</source>
        <translation>{count} 個連結已失效</translation>
    </message>
    <message>
        <source>This picture cannot be shown.</source>
        <extracomment>An svg tag whose size is only in its view box, as in our drawings. In a dark theme, raster pictures are covered with the page&apos;s colour at this opacity.</extracomment>
        <translation>這張圖無法顯示。</translation>
    </message>
    <message>
        <source>← Previous</source>
        <translation>← 上一篇</translation>
    </message>
    <message>
        <source>Next →</source>
        <translation>下一篇 →</translation>
    </message>
    <message>
        <source>Editor {names}</source>
        <translation>編輯 {names}</translation>
    </message>
    <message>
        <source>about {n} min</source>
        <translation>約 {n} 分鐘</translation>
    </message>
    <message>
        <source>restated edition</source>
        <translation>重述版</translation>
    </message>
    <message>
        <source>Whole issue</source>
        <translation>整期</translation>
    </message>
</context>
<context>
    <name>PaletteController</name>
    <message>
        <source>Command</source>
        <translation>指令</translation>
    </message>
    <message>
        <source>Theme: {name}</source>
        <translation>佈景主題：{name}</translation>
    </message>
    <message>
        <source>Article</source>
        <translation>文章</translation>
    </message>
    <message>
        <source>Issue</source>
        <translation>期</translation>
    </message>
    <message>
        <source>Chapter</source>
        <translation>章</translation>
    </message>
    <message>
        <source>Term</source>
        <translation>詞彙</translation>
    </message>
    <message>
        <source>Recent</source>
        <extracomment>Commands offered while nothing is typed, after the articles visited last.</extracomment>
        <translation>最近</translation>
    </message>
    <message>
        <source>Setting</source>
        <translation>設定</translation>
    </message>
</context>
<context>
    <name>PictureAndSeriesCommands</name>
    <message>
        <source>&amp;Open the picture</source>
        <translation>開啟圖片(&amp;O)</translation>
    </message>
    <message>
        <source>&amp;Copy the picture</source>
        <translation>複製圖片(&amp;C)</translation>
    </message>
    <message>
        <source>&amp;Save the picture as…</source>
        <translation>另存圖片……(&amp;S)</translation>
    </message>
    <message>
        <source>The picture is copied.</source>
        <translation>已複製圖片。</translation>
    </message>
    <message>
        <source>This publication has no talk.</source>
        <translation>這份刊物沒有演講。</translation>
    </message>
</context>
<context>
    <name>PictureViewer</name>
    <message>
        <source>Picture viewer</source>
        <extracomment>The caption&apos;s largest share of the window&apos;s height. Shortcuts of the window that still work while a picture is shown.</extracomment>
        <translation>圖片檢視</translation>
    </message>
    <message>
        <source>Previous picture (Page Up)</source>
        <translation>上一張圖（Page Up）</translation>
    </message>
    <message>
        <source>Next picture (Page Down)</source>
        <translation>下一張圖（Page Down）</translation>
    </message>
    <message>
        <source>Smaller (−)</source>
        <translation>縮小（−）</translation>
    </message>
    <message>
        <source>Larger (+)</source>
        <translation>放大（+）</translation>
    </message>
    <message>
        <source>Whole picture (0)</source>
        <translation>整張圖（0）</translation>
    </message>
    <message>
        <source>Its own size (1)</source>
        <translation>原尺寸（1）</translation>
    </message>
    <message>
        <source>Copy the picture (Ctrl+C)</source>
        <translation>複製圖片（Ctrl+C）</translation>
    </message>
    <message>
        <source>Save the picture as… (Ctrl+S)</source>
        <translation>另存圖片……（Ctrl+S）</translation>
    </message>
    <message>
        <source>Back to the article (Esc)</source>
        <translation>回到文章（Esc）</translation>
    </message>
    <message>
        <source>This picture cannot be shown.</source>
        <translation>這張圖無法顯示。</translation>
    </message>
    <message>
        <source>Picture {number} of {count}: {words}</source>
        <translation>第 {number} 張圖，共 {count} 張：{words}</translation>
    </message>
    <message>
        <source>{number} of {count}</source>
        <translation>{number} / {count}</translation>
    </message>
    <message>
        <source>The picture is copied.</source>
        <translation>已複製圖片。</translation>
    </message>
</context>
<context>
    <name>Pictures</name>
    <message>
        <source>PNG picture (*.png)</source>
        <extracomment>Drawings are exported at so many times their own size, to be sharp in print and on any screen.</extracomment>
        <translation>PNG 圖片 (*.png)</translation>
    </message>
    <message>
        <source>Original file (*{suffix})</source>
        <translation>原始檔案 (*{suffix})</translation>
    </message>
    <message>
        <source>Save the picture</source>
        <translation>儲存圖片</translation>
    </message>
    <message>
        <source>{path} exists already; choose another name.</source>
        <translation>{path} 已經存在；請另取一個名稱。</translation>
    </message>
    <message>
        <source>This picture is not preserved.</source>
        <translation>這張圖沒有保存下來。</translation>
    </message>
    <message>
        <source>This picture cannot be shown.</source>
        <translation>這張圖無法顯示。</translation>
    </message>
    <message>
        <source>{path} cannot be written ({reason}); choose another place or name.</source>
        <translation>無法寫入 {path}（{reason}）；請換個位置或名稱。</translation>
    </message>
    <message>
        <source>Saved as {path}.</source>
        <translation>已存成 {path}。</translation>
    </message>
    <message>
        <source>This picture is only on the web.</source>
        <translation>這張圖只在網路上。</translation>
    </message>
</context>
<context>
    <name>PreferencesDialog</name>
    <message>
        <source>Preferences</source>
        <translation>偏好設定</translation>
    </message>
    <message>
        <source>Theme</source>
        <extracomment>From this scale of the window text on, labels stand above their buttons.</extracomment>
        <translation>佈景主題</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>淺色</translation>
    </message>
    <message>
        <source>Sepia</source>
        <translation>米色</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>深色</translation>
    </message>
    <message>
        <source>As the system</source>
        <translation>跟隨系統</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>語言</translation>
    </message>
    <message>
        <source>The page</source>
        <translation>頁面</translation>
    </message>
    <message>
        <source>Text size</source>
        <translation>字級</translation>
    </message>
    <message>
        <source>Smaller</source>
        <translation>縮小</translation>
    </message>
    <message>
        <source>Larger</source>
        <translation>放大</translation>
    </message>
    <message>
        <source>Line length</source>
        <translation>行長</translation>
    </message>
    <message>
        <source>Shorter</source>
        <translation>縮短</translation>
    </message>
    <message>
        <source>Longer</source>
        <translation>加長</translation>
    </message>
    <message>
        <source>Line height</source>
        <translation>行高</translation>
    </message>
    <message>
        <source>Tighter</source>
        <translation>收緊</translation>
    </message>
    <message>
        <source>Looser</source>
        <translation>放寬</translation>
    </message>
    <message>
        <source>Chinese type</source>
        <translation>中文字體</translation>
    </message>
    <message>
        <source>Latin type</source>
        <translation>西文字體</translation>
    </message>
    <message>
        <source>Editorial notes</source>
        <translation>校註</translation>
    </message>
    <message>
        <source>Sans serif</source>
        <translation>黑體</translation>
    </message>
    <message>
        <source>Serif</source>
        <translation>明體</translation>
    </message>
    <message>
        <source>As the Chinese</source>
        <translation>同中文</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>展開</translation>
    </message>
    <message>
        <source>Folded</source>
        <translation>收合</translation>
    </message>
    <message>
        <source>Hidden</source>
        <translation>隱藏</translation>
    </message>
    <message>
        <source>&amp;Normal page</source>
        <translation>恢復預設(&amp;N)</translation>
    </message>
    <message>
        <source>{count} characters</source>
        <translation>{count} 字</translation>
    </message>
    <message>
        <source>Window text</source>
        <translation>視窗字級</translation>
    </message>
</context>
<context>
    <name>PreparationProgress</name>
    <message>
        <source>Preparing the library… {done} of {all}</source>
        <extracomment>Nothing is shown for work that is over sooner.</extracomment>
        <translation>正在準備書庫……第 {done} 期，共 {all} 期</translation>
    </message>
    <message>
        <source>Preparing the search… {done} of {all}</source>
        <translation>正在準備搜尋……第 {done} 篇，共 {all} 篇</translation>
    </message>
</context>
<context>
    <name>PrintCommands</name>
    <message>
        <source>Page {page} of {count}</source>
        <translation>第 {page} 頁，共 {count} 頁</translation>
    </message>
    <message>
        <source>There is no page to print or to save.</source>
        <translation>目前沒有可列印或儲存的頁面。</translation>
    </message>
    <message>
        <source>A PDF is being made; wait until it is done.</source>
        <translation>正在製作 PDF，請等它完成。</translation>
    </message>
    <message>
        <source>Save as PDF</source>
        <translation>另存為 PDF</translation>
    </message>
    <message>
        <source>PDF file (*.pdf)</source>
        <translation>PDF 檔案 (*.pdf)</translation>
    </message>
    <message>
        <source>{path} exists already; choose another name.</source>
        <translation>{path} 已經存在，請另取名稱。</translation>
    </message>
    <message>
        <source>Saved as {path}.</source>
        <translation>已存為 {path}。</translation>
    </message>
    <message>
        <source>The pages are shown in your PDF viewer; print them from there.</source>
        <translation>頁面已在系統的 PDF 閱讀程式中開啟，請從那裡列印。</translation>
    </message>
    <message>
        <source>No program here opens PDF files; save the page as PDF and print the file where there is one.</source>
        <translation>這台電腦沒有開啟 PDF 的程式；請把頁面另存為 PDF，再到有這種程式的電腦上列印。</translation>
    </message>
    <message>
        <source>{path} cannot be written ({reason}); choose another place or name.</source>
        <translation>{path} 無法寫入（{reason}）；請另選位置或名稱。</translation>
    </message>
    <message>
        <source>Making the PDF…</source>
        <translation>正在製作 PDF…</translation>
    </message>
    <message>
        <source>This is too long for one PDF; save the articles of the issue each.</source>
        <translation>這一期太長，放不進一個 PDF 檔；請逐篇儲存。</translation>
    </message>
</context>
<context>
    <name>Problems</name>
    <message>
        <source>{place}: {sentence}</source>
        <translation>{place}：{sentence}</translation>
    </message>
</context>
<context>
    <name>ProgressRing</name>
    <message>
        <source>read</source>
        <translation>已讀</translation>
    </message>
</context>
<context>
    <name>QueryCompleter</name>
    <message>
        <source>Completions</source>
        <translation>輸入建議</translation>
    </message>
</context>
<context>
    <name>ReaderBackupsDialog</name>
    <message>
        <source>Restore what was read and marked</source>
        <translation>還原閱讀記錄</translation>
    </message>
    <message>
        <source>What you read and marked becomes what it was in the copy you choose. It is copied first, so that you can come back to it.</source>
        <translation>閱讀記錄會回到你所選備份當時的樣子。現在的記錄會先備份，之後還能換回來。</translation>
    </message>
    <message>
        <source>There is no copy yet; the first is made once you have read something.</source>
        <translation>還沒有備份；你讀過文章後就會有第一份。</translation>
    </message>
    <message>
        <source>&amp;Restore</source>
        <translation>還原(&amp;R)</translation>
    </message>
    <message>
        <source>Copy {number} of {machine}, {date}</source>
        <translation>{machine} 的第 {number} 份備份，{date}</translation>
    </message>
    <message>
        <source>This copy is damaged; choose another.</source>
        <translation>這份備份已損毀；請選另一份。</translation>
    </message>
    <message numerus="yes">
        <source>%Ln article(s) read</source>
        <translation>
            <numerusform>已讀 %Ln 篇文章</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>RedrawnChip</name>
    <message>
        <source>redrawn for this edition</source>
        <translation>本版重繪</translation>
    </message>
</context>
<context>
    <name>Reference</name>
    <message>
        <source>{publication}, no. {number}</source>
        <translation>《{publication}》第 {number} 期</translation>
    </message>
    <message>
        <source>section “{section}”</source>
        <translation>「{section}」</translation>
    </message>
    <message>
        <source>, </source>
        <comment>between names</comment>
        <translation>、</translation>
    </message>
    <message>
        <source>edited by {names}</source>
        <translation>編輯：{names}</translation>
    </message>
    <message>
        <source>“{title}”, {parts}.</source>
        <translation>〈{title}〉，{parts}。</translation>
    </message>
    <message>
        <source>, </source>
        <comment>between the parts of a reference</comment>
        <translation>，</translation>
    </message>
</context>
<context>
    <name>ResultsPanel</name>
    <message>
        <source>Hits</source>
        <translation>搜尋結果</translation>
    </message>
    <message>
        <source>{articles} · {matches} · {ms} ms</source>
        <translation>{articles} · {matches} · {ms} ms</translation>
    </message>
    <message>
        <source>Nothing found</source>
        <translation>沒有找到</translation>
    </message>
    <message>
        <source>Order of the hits</source>
        <extracomment>How near its end the list is scrolled when more hits are asked for, in px. The link that takes the relaxing of a query back. The least height of the list in a low window, in px. A lower panel leaves the histogram out, in px.</extracomment>
        <translation>結果排序</translation>
    </message>
    <message>
        <source>Why this hit?</source>
        <translation>為什麼找到這篇？</translation>
    </message>
    <message>
        <source>Best first</source>
        <translation>最相關優先</translation>
    </message>
    <message>
        <source>Newest first</source>
        <translation>最新優先</translation>
    </message>
    <message>
        <source>Prefer newer issues a little</source>
        <translation>略為偏好較新的期數</translation>
    </message>
    <message>
        <source>Nothing is left with these filters; take one away.</source>
        <translation>套用這些篩選後沒有結果；請拿掉一項。</translation>
    </message>
    <message>
        <source>Try fewer words, or part of a word. Traditional and Simplified find each other.</source>
        <translation>試試少打幾個字，或只打一部分；繁體與簡體可互相搜尋。</translation>
    </message>
    <message>
        <source>{articles} · {ms} ms</source>
        <translation>{articles} · {ms} ms</translation>
    </message>
    <message>
        <source>Only as typed</source>
        <translation>只找完全符合的</translation>
    </message>
    <message>
        <source>Did you mean {words}?</source>
        <translation>你要找的是 {words} 嗎？</translation>
    </message>
    <message>
        <source>Nothing holds what was typed; these are hits for {words}.</source>
        <translation>沒有完全符合的內容；以下是 {words} 的結果。</translation>
    </message>
    <message>
        <source>Or did you mean {words}?</source>
        <translation>還是 {words}？</translation>
    </message>
    <message>
        <source>also searched: {name}</source>
        <translation>也找：{name}</translation>
    </message>
    <message numerus="yes">
        <source>also %Ln name(s)</source>
        <translation>
            <numerusform>也找 %Ln 個名稱</numerusform>
        </translation>
    </message>
    <message>
        <source>no other names</source>
        <translation>不找其他名稱</translation>
    </message>
    <message>
        <source>Publication</source>
        <translation>刊物</translation>
    </message>
    <message>
        <source>Year</source>
        <translation>年份</translation>
    </message>
    <message>
        <source>Section</source>
        <translation>分類</translation>
    </message>
    <message>
        <source>Editor</source>
        <translation>編輯</translation>
    </message>
    <message>
        <source>Forget this search</source>
        <translation>移除這個收藏的搜尋</translation>
    </message>
    <message>
        <source>Save this search</source>
        <translation>收藏這個搜尋</translation>
    </message>
    <message numerus="yes">
        <source>%Ln article(s)</source>
        <translation>
            <numerusform>%Ln 篇</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln match(es)</source>
        <translation>
            <numerusform>%Ln 處</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ResumeOffer</name>
    <message>
        <source>No. {number}</source>
        <translation>第 {number} 期</translation>
    </message>
    <message>
        <source>{place} · {share} %</source>
        <translation>{place} · {share} %</translation>
    </message>
    <message>
        <source>Continue</source>
        <translation>繼續閱讀</translation>
    </message>
    <message>
        <source>New</source>
        <translation>新到</translation>
    </message>
    <message numerus="yes">
        <source>and %Ln more</source>
        <translation>
            <numerusform>還有另外 %Ln 期</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>SearchBox</name>
    <message>
        <source>Search all issues: 中文, English, 神经网络, CNN…</source>
        <extracomment>A narrower box has no room for the shortcut beside its placeholder. A QKeyEvent that scrolls the page, while the box is empty.</extracomment>
        <translation>搜尋所有期數：中文、English、編輯、年份……</translation>
    </message>
    <message>
        <source>Search all issues</source>
        <translation>搜尋所有期數</translation>
    </message>
    <message>
        <source>Search</source>
        <translation>搜尋</translation>
    </message>
</context>
<context>
    <name>SearchController</name>
    <message>
        <source>The search is getting ready…</source>
        <extracomment>Hits asked for while typing: as many as fit in view and a few more; scrolling asks for more.</extracomment>
        <translation>搜尋準備中……</translation>
    </message>
</context>
<context>
    <name>SearchStart</name>
    <message>
        <source>Searches</source>
        <extracomment>In a narrower panel the meaning of an example is below it.</extracomment>
        <translation>搜尋紀錄</translation>
    </message>
    <message>
        <source>Recent and saved searches</source>
        <translation>最近與收藏的搜尋</translation>
    </message>
    <message>
        <source>What you search for will be listed here.</source>
        <translation>搜尋過的內容會列在這裡。</translation>
    </message>
    <message>
        <source>What can be typed</source>
        <translation>可以怎麼搜尋</translation>
    </message>
    <message>
        <source>these characters in this order; 神经网络 finds them too</source>
        <translation>依此順序的這幾個字；打 神经网络 也找得到</translation>
    </message>
    <message>
        <source>both, near each other first</source>
        <translation>兩者都要有，相近的優先</translation>
    </message>
    <message>
        <source>exactly this phrase</source>
        <translation>一字不差的詞組</translation>
    </message>
    <message>
        <source>words that begin so; the last word always may go on</source>
        <translation>以此開頭的字；最後一個字本來就可以只打一半</translation>
    </message>
    <message>
        <source>either of them</source>
        <translation>任一個</translation>
    </message>
    <message>
        <source>without a word</source>
        <translation>排除某個字</translation>
    </message>
    <message>
        <source>parentheses group</source>
        <translation>用括號分組</translation>
    </message>
</context>
<context>
    <name>SeriesCover</name>
    <message>
        <source>Back to the article (Esc)</source>
        <extracomment>The least margin at both sides of the column. In a narrower column the progress ring stands below the texts.</extracomment>
        <translation>回到文章（Esc）</translation>
    </message>
    <message>
        <source>Talk  {speaker}</source>
        <translation>演講  {speaker}</translation>
    </message>
    <message>
        <source>, </source>
        <translation>、</translation>
    </message>
    <message>
        <source>Given at {places}</source>
        <translation>講於{places}</translation>
    </message>
    <message>
        <source>No. {number}</source>
        <translation>第 {number} 期</translation>
    </message>
    <message>
        <source>Told in {issues}</source>
        <translation>刊於{issues}</translation>
    </message>
    <message>
        <source>{read} of {told} told chapters read</source>
        <translation>已刊 {told} 章，讀了 {read} 章</translation>
    </message>
    <message>
        <source>Start reading</source>
        <translation>開始讀</translation>
    </message>
    <message>
        <source>Continue where I was</source>
        <translation>從上次的地方繼續</translation>
    </message>
    <message>
        <source>Read again from the start</source>
        <translation>從頭再讀一次</translation>
    </message>
    <message>
        <source>Nothing is told yet</source>
        <translation>還沒有刊出</translation>
    </message>
    <message>
        <source>{issue} · announced</source>
        <translation>{issue} · 預告</translation>
    </message>
    <message>
        <source>about {n} min</source>
        <translation>約 {n} 分鐘</translation>
    </message>
    <message>
        <source>“{title}” is {state}.</source>
        <translation>「{title}」{state}。</translation>
    </message>
    <message numerus="yes">
        <source>%Ln chapter(s) announced for {issue}</source>
        <translation>
            <numerusform>{issue}預告 %Ln 章</numerusform>
        </translation>
    </message>
    <message>
        <source>Not yet told</source>
        <translation>尚未刊出</translation>
    </message>
    <message numerus="yes">
        <source>%Ln chapter(s) not yet told</source>
        <translation>
            <numerusform>另有 %Ln 章尚未刊出</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>SidePanel</name>
    <message>
        <source>Beside the page</source>
        <extracomment>Whether the pane stays visible while this panel is chosen and empty: another one is shown instead, or the panel itself says why it is empty. Else the pane is hidden.</extracomment>
        <translation>頁面旁邊</translation>
    </message>
</context>
<context>
    <name>Slideshow</name>
    <message>
        <source>Previous picture</source>
        <translation>上一張圖</translation>
    </message>
    <message>
        <source>Next picture</source>
        <translation>下一張圖</translation>
    </message>
    <message>
        <source>Slideshow, picture {number} of {count}: {words}</source>
        <translation>投影片，第 {number} 張，共 {count} 張：{words}</translation>
    </message>
</context>
<context>
    <name>StandaloneImport</name>
    <message>
        <source>Import</source>
        <translation>匯入</translation>
    </message>
</context>
<context>
    <name>ToolBar</name>
    <message>
        <source>Text size</source>
        <translation>文字大小</translation>
    </message>
    <message>
        <source>Theme</source>
        <translation>佈景主題</translation>
    </message>
    <message>
        <source>Menu</source>
        <translation>選單</translation>
    </message>
</context>
<context>
    <name>TreeNodeModel</name>
    <message>
        <source>{number} of {all}, level {level}</source>
        <extracomment>How many articles of a publication or an issue are unread; None for other rows, or if not known yet. Whether the row&apos;s article was read; None for a row that is not an article&apos;s. Whether the mark of the row&apos;s article, or that it has none, could not be written yet.</extracomment>
        <translation>第 {number} 項，共 {all} 項，第 {level} 層</translation>
    </message>
</context>
<context>
    <name>Why</name>
    <message>
        <source>title</source>
        <translation>標題</translation>
    </message>
    <message>
        <source>heading</source>
        <translation>小標</translation>
    </message>
    <message>
        <source>text</source>
        <translation>內文</translation>
    </message>
    <message>
        <source>caption</source>
        <translation>圖說</translation>
    </message>
    <message>
        <source>note</source>
        <translation>編者按</translation>
    </message>
    <message>
        <source>links</source>
        <translation>連結</translation>
    </message>
    <message>
        <source>code</source>
        <translation>程式碼</translation>
    </message>
    <message>
        <source>the issue</source>
        <translation>這一期</translation>
    </message>
    <message>
        <source>the address of a link</source>
        <translation>連結的網址</translation>
    </message>
    <message>
        <source>as typed</source>
        <translation>與輸入相同</translation>
    </message>
    <message>
        <source>in another script, case or width</source>
        <translation>繁簡、大小寫或全半形不同</translation>
    </message>
    <message>
        <source>the word goes on</source>
        <translation>字尾延長</translation>
    </message>
    <message>
        <source>written together</source>
        <translation>連寫</translation>
    </message>
    <message>
        <source>written as two words</source>
        <translation>分開寫成兩個詞</translation>
    </message>
    <message>
        <source>name with that initial</source>
        <translation>開頭字母相同的姓名</translation>
    </message>
    <message>
        <source>name without the initial</source>
        <translation>不含開頭字母的姓名</translation>
    </message>
    <message>
        <source>another form of the word</source>
        <translation>詞形變化</translation>
    </message>
    <message>
        <source>the word of another region</source>
        <translation>各地用詞不同</translation>
    </message>
    <message>
        <source>the same thing by another name</source>
        <translation>同義詞</translation>
    </message>
    <message>
        <source>its number or date</source>
        <translation>它的期數或日期</translation>
    </message>
    <message>
        <source>the same date or number in another form</source>
        <translation>同一個日期或期數，寫法不同</translation>
    </message>
    <message>
        <source>where a link leads</source>
        <translation>連結通往的地方</translation>
    </message>
    <message>
        <source>{typed} → {printed} ({kind}): {place} × {count}</source>
        <translation>{typed} → {printed}（{kind}）：{place} × {count}</translation>
    </message>
</context>
<context>
    <name>_NotesFormatter</name>
    <message>
        <source>Not kept when it was brought in:</source>
        <translation>匯入時未能保留：</translation>
    </message>
    <message>
        <source>Line {n}: </source>
        <translation>第 {n} 行：</translation>
    </message>
    <message>
        <source>Everything of this issue could be read and kept.</source>
        <translation>這一期的內容全都讀到，也都保留了。</translation>
    </message>
    <message>
        <source>Tags: {tags}</source>
        <translation>標籤：{tags}</translation>
    </message>
</context>
</TS>
