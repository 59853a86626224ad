<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="ko_KR">
<context>
    <name>AboutDialog</name>
    <message>
        <source>About GAN Studio</source>
        <translation>GAN Studio 정보</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>닫기</translation>
    </message>
    <message>
        <source>Version</source>
        <translation>버전</translation>
    </message>
    <message>
        <source>Runs on</source>
        <translation>실행 장치</translation>
    </message>
    <message>
        <source>Licence</source>
        <translation>라이선스</translation>
    </message>
    <message>
        <source>An image editor in which neural networks are the tools.</source>
        <translation>신경망을 도구로 쓰는 이미지 편집기입니다.</translation>
    </message>
</context>
<context>
    <name>AnchorGrid</name>
    <message>
        <source>Upper left</source>
        <translation>왼쪽 위</translation>
    </message>
    <message>
        <source>Above</source>
        <translation>위</translation>
    </message>
    <message>
        <source>Upper right</source>
        <translation>오른쪽 위</translation>
    </message>
    <message>
        <source>Left</source>
        <translation>왼쪽</translation>
    </message>
    <message>
        <source>Centre</source>
        <translation>가운데</translation>
    </message>
    <message>
        <source>Right</source>
        <translation>오른쪽</translation>
    </message>
    <message>
        <source>Lower left</source>
        <translation>왼쪽 아래</translation>
    </message>
    <message>
        <source>Below</source>
        <translation>아래</translation>
    </message>
    <message>
        <source>Lower right</source>
        <translation>오른쪽 아래</translation>
    </message>
</context>
<context>
    <name>Arithmetic</name>
    <message>
        <source>Take</source>
        <translation>기준</translation>
    </message>
    <message>
        <source>Without</source>
        <translation>빼기</translation>
    </message>
    <message>
        <source>And with</source>
        <translation>더하기</translation>
    </message>
    <message>
        <source>Styles (w)</source>
        <translation>스타일 (w)</translation>
    </message>
    <message>
        <source>Latents (z)</source>
        <translation>잠재 벡터 (z)</translation>
    </message>
    <message>
        <source>Where latents are added up</source>
        <translation>잠재 벡터를 더하고 빼는 공간</translation>
    </message>
    <message>
        <source>Empty A, B and C: back to the seed</source>
        <translation>A, B, C를 비우고 시드로 돌아가기</translation>
    </message>
</context>
<context>
    <name>ArrivalRow</name>
    <message>
        <source>Details</source>
        <translation>자세히</translation>
    </message>
    <message>
        <source>Close this message</source>
        <translation>메시지 닫기</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>취소</translation>
    </message>
    <message>
        <source>{0} waits</source>
        <translation>{0} 대기 중</translation>
    </message>
    <message>
        <source>Downloading {0}</source>
        <translation>{0} 내려받는 중</translation>
    </message>
    <message>
        <source>Importing {0}</source>
        <translation>{0} 가져오는 중</translation>
    </message>
    <message>
        <source>Imported {0}.</source>
        <translation>{0}을(를) 가져왔습니다.</translation>
    </message>
    <message>
        <source>{0} is already here as {1}.</source>
        <translation>{0}은(는) 이미 {1}(으)로 있습니다.</translation>
    </message>
    <message>
        <source>{0} is kept for offline use.</source>
        <translation>{0}을(를) 오프라인용으로 보관했습니다.</translation>
    </message>
    <message>
        <source>Also in the file: {0}</source>
        <translation>파일에 함께 있음: {0}</translation>
    </message>
    <message>
        <source>Import them too</source>
        <translation>함께 가져오기</translation>
    </message>
    <message>
        <source>Show</source>
        <translation>보기</translation>
    </message>
</context>
<context>
    <name>Arrivals</name>
    <message>
        <source>Importing {0}</source>
        <translation>{0} 가져오는 중</translation>
    </message>
    <message>
        <source>Is there a network? What has arrived is kept; a new download goes on from there.</source>
        <translation>네트워크가 연결되어 있나요? 받은 부분은 보관되며, 다시 내려받으면 이어집니다.</translation>
    </message>
</context>
<context>
    <name>AutosaveController</name>
    <message>
        <source>Keeping a copy</source>
        <translation>복사본 보관 중</translation>
    </message>
    <message>
        <source>No copy could be kept: {0}</source>
        <translation>복사본을 보관하지 못했습니다: {0}</translation>
    </message>
</context>
<context>
    <name>Bars</name>
    <message>
        <source>{0} more classes</source>
        <translation>그 밖의 클래스 {0}개</translation>
    </message>
</context>
<context>
    <name>BatchController</name>
    <message>
        <source>A batch is still running.</source>
        <translation>아직 일괄 작업이 진행 중입니다.</translation>
    </message>
    <message>
        <source>There are batches in the queue that have not been started.</source>
        <translation>대기열에 아직 시작하지 않은 일괄 작업이 있습니다.</translation>
    </message>
    <message>
        <source>What is written stays. Started again, it makes only the pictures that are missing.</source>
        <translation>저장된 그림은 그대로 남습니다. 다시 시작하면 빠진 그림만 만듭니다.</translation>
    </message>
    <message>
        <source>Stop and quit</source>
        <translation>멈추고 끝내기</translation>
    </message>
</context>
<context>
    <name>BatchFiles</name>
    <message>
        <source>being made…</source>
        <translation>만드는 중…</translation>
    </message>
    <message>
        <source>is there already</source>
        <translation>이미 있음</translation>
    </message>
    <message>
        <source>will be written</source>
        <translation>새로 만들 예정</translation>
    </message>
    <message>
        <source>was there already</source>
        <translation>이미 있었음</translation>
    </message>
    <message>
        <source>from {0}</source>
        <translation>원본 {0}</translation>
    </message>
    <message>
        <source>row {0}: {1}</source>
        <translation>{0}행: {1}</translation>
    </message>
</context>
<context>
    <name>BatchHead</name>
    <message>
        <source>Written</source>
        <translation>저장됨</translation>
    </message>
    <message>
        <source>There already</source>
        <translation>이미 있음</translation>
    </message>
    <message>
        <source>To write</source>
        <translation>쓸 파일</translation>
    </message>
    <message>
        <source>Cannot be made</source>
        <translation>만들 수 없음</translation>
    </message>
    <message>
        <source>Failed</source>
        <translation>실패</translation>
    </message>
    <message>
        <source>Pace</source>
        <translation>속도</translation>
    </message>
    <message>
        <source>Time left</source>
        <translation>남은 시간</translation>
    </message>
    <message>
        <source>Progress of the batch</source>
        <translation>일괄 작업 진행률</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>일시정지</translation>
    </message>
    <message>
        <source>Continue</source>
        <translation>계속</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>멈추기</translation>
    </message>
    <message>
        <source>Run again</source>
        <translation>다시 실행</translation>
    </message>
    <message>
        <source>Make the pictures that are missing</source>
        <translation>빠진 그림만 만듭니다</translation>
    </message>
    <message>
        <source>Open folder</source>
        <translation>폴더 열기</translation>
    </message>
    <message>
        <source>Report</source>
        <translation>보고서</translation>
    </message>
    <message>
        <source>Show in the browser what became of each file</source>
        <translation>파일마다 어떻게 되었는지 브라우저에서 봅니다</translation>
    </message>
    <message>
        <source>Start</source>
        <translation>시작</translation>
    </message>
    <message>
        <source>More</source>
        <translation>더 보기</translation>
    </message>
    <message>
        <source>Save the report…</source>
        <translation>보고서 저장…</translation>
    </message>
</context>
<context>
    <name>BatchQueue</name>
    <message>
        <source>Being set up</source>
        <translation>준비 중</translation>
    </message>
    <message>
        <source>{0} of {1}</source>
        <translation>{1}장 중 {0}장</translation>
    </message>
    <message>
        <source>{0} failed</source>
        <translation>{0}장 실패</translation>
    </message>
    <message>
        <source>{0} pictures</source>
        <translation>그림 {0}장</translation>
    </message>
    <message>
        <source>One picture</source>
        <translation>그림 1장</translation>
    </message>
</context>
<context>
    <name>BatchState</name>
    <message>
        <source>Waiting</source>
        <translation>기다리는 중</translation>
    </message>
    <message>
        <source>On hold</source>
        <translation>보류</translation>
    </message>
    <message>
        <source>Running</source>
        <translation>진행 중</translation>
    </message>
    <message>
        <source>Paused</source>
        <translation>일시정지됨</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>끝남</translation>
    </message>
    <message>
        <source>Stopped</source>
        <translation>멈춤</translation>
    </message>
    <message>
        <source>Failed</source>
        <translation>실패</translation>
    </message>
    <message>
        <source>{0} a second</source>
        <translation>초당 {0}장</translation>
    </message>
    <message>
        <source>{0} s each</source>
        <translation>장당 {0}초</translation>
    </message>
</context>
<context>
    <name>BatchWindow</name>
    <message>
        <source>Do the same to a folder</source>
        <translation>폴더에 똑같이 적용</translation>
    </message>
    <message>
        <source>Drop a folder of pictures here</source>
        <translation>그림 폴더를 여기에 놓으세요</translation>
    </message>
    <message>
        <source>Each is changed in the same way, and written to another folder. The originals stay.</source>
        <translation>모든 그림을 똑같이 바꾸어 다른 폴더에 저장합니다. 원본은 그대로 남습니다.</translation>
    </message>
    <message>
        <source>Choose a folder…</source>
        <translation>폴더 고르기…</translation>
    </message>
    <message>
        <source>All</source>
        <translation>전체</translation>
    </message>
    <message>
        <source>To do</source>
        <translation>대기</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>완료</translation>
    </message>
    <message>
        <source>Failed</source>
        <translation>실패</translation>
    </message>
    <message>
        <source>Which files are shown</source>
        <translation>보여 줄 파일</translation>
    </message>
    <message>
        <source>Start</source>
        <translation>시작</translation>
    </message>
    <message>
        <source>Add to the queue, to be started later</source>
        <translation>대기열에 넣고 나중에 시작합니다</translation>
    </message>
    <message>
        <source>You can go on painting meanwhile, or set up the next batch.</source>
        <translation>그동안 계속 그리거나 다음 일괄 작업을 준비할 수 있습니다.</translation>
    </message>
    <message>
        <source>It is in the queue. Start the queue when all is set up.</source>
        <translation>대기열에 들어갔습니다. 준비가 끝나면 대기열을 시작하세요.</translation>
    </message>
    <message>
        <source>The queue is paused. You can set up the next batch.</source>
        <translation>대기열이 일시정지되었습니다. 다음 일괄 작업을 준비할 수 있습니다.</translation>
    </message>
    <message>
        <source>“{0}” in the queue writes the same files. Choose another folder or other names.</source>
        <translation>대기열의 “{0}” 작업이 같은 파일을 씁니다. 다른 폴더나 다른 이름을 고르세요.</translation>
    </message>
    <message>
        <source>Add to the queue</source>
        <translation>대기열에 넣기</translation>
    </message>
    <message>
        <source>Add one picture to the queue</source>
        <translation>그림 1장을 대기열에 넣기</translation>
    </message>
    <message>
        <source>Add {0} pictures to the queue</source>
        <translation>그림 {0}장을 대기열에 넣기</translation>
    </message>
    <message>
        <source>“{0}” was taken out of the queue.</source>
        <translation>“{0}” 작업을 대기열에서 뺐습니다.</translation>
    </message>
    <message>
        <source>What is written stays.</source>
        <translation>이미 쓴 파일은 그대로 있습니다.</translation>
    </message>
    <message>
        <source>Put it back</source>
        <translation>되돌려 넣기</translation>
    </message>
    <message>
        <source>{0} files will be written.</source>
        <translation>파일 {0}개를 만듭니다.</translation>
    </message>
    <message>
        <source>One file will be written.</source>
        <translation>파일 1개를 만듭니다.</translation>
    </message>
    <message>
        <source>{0} are there already and made again only if anything differs.</source>
        <translation>{0}개는 이미 있어, 달라진 것이 있을 때만 다시 만듭니다.</translation>
    </message>
    <message>
        <source>{0} are there already and stay as they are.</source>
        <translation>{0}장은 이미 있으며 그대로 둡니다.</translation>
    </message>
    <message>
        <source>{0} are there already and will be replaced.</source>
        <translation>{0}장은 이미 있으며 새로 바꿉니다.</translation>
    </message>
    <message>
        <source>Make {0} pictures</source>
        <translation>그림 {0}장 만들기</translation>
    </message>
    <message>
        <source>Make one picture</source>
        <translation>그림 1장 만들기</translation>
    </message>
    <message>
        <source>Folder of pictures</source>
        <translation>그림 폴더</translation>
    </message>
    <message>
        <source>Run this recipe on a folder</source>
        <translation>이 레시피를 폴더에 적용</translation>
    </message>
    <message>
        <source>Change the pictures in it</source>
        <translation>폴더 안의 그림 바꾸기</translation>
    </message>
    <message>
        <source>Make a picture of each row</source>
        <translation>행마다 그림 만들기</translation>
    </message>
    <message>
        <source>“{0}” is no folder, table or recipe</source>
        <translation>“{0}”은(는) 폴더도 표도 레시피도 아닙니다</translation>
    </message>
    <message>
        <source>Loading the plugin</source>
        <translation>플러그인 불러오는 중</translation>
    </message>
    <message>
        <source>The batch is still running.</source>
        <translation>아직 일괄 작업이 진행 중입니다.</translation>
    </message>
    <message>
        <source>It can go on without this window; you are told when it is done.</source>
        <translation>이 창을 닫아도 계속되며, 끝나면 알려 드립니다.</translation>
    </message>
    <message>
        <source>Leave it running</source>
        <translation>계속 진행</translation>
    </message>
    <message>
        <source>Stop it</source>
        <translation>멈추기</translation>
    </message>
    <message>
        <source>{0} of {1} pictures are in {2}; {3} failed.</source>
        <translation>그림 {1}장 가운데 {0}장이 {2} 폴더에 있습니다. {3}장은 실패했습니다.</translation>
    </message>
    <message>
        <source>{0} of {1} pictures are in {2}.</source>
        <translation>그림 {1}장 가운데 {0}장이 {2} 폴더에 있습니다.</translation>
    </message>
</context>
<context>
    <name>Blend</name>
    <message>
        <source>Second prompt</source>
        <translation>두 번째 프롬프트</translation>
    </message>
    <message>
        <source>The same at night, in the snow</source>
        <translation>같은 곳의 밤, 눈 덮인 모습</translation>
    </message>
    <message>
        <source>From – to</source>
        <translation>시작 – 끝</translation>
    </message>
    <message>
        <source>0 is the prompt, 1 the second one; between them lies the way</source>
        <translation>0은 프롬프트, 1은 두 번째 프롬프트이며 그 사이는 가는 길입니다</translation>
    </message>
    <message>
        <source>Exchange the two prompts</source>
        <translation>두 프롬프트 맞바꾸기</translation>
    </message>
</context>
<context>
    <name>Callout</name>
    <message>
        <source>Skip this step</source>
        <translation>이 단계 건너뛰기</translation>
    </message>
    <message>
        <source>Leave</source>
        <translation>그만두기</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>완료</translation>
    </message>
</context>
<context>
    <name>CanvasView</name>
    <message>
        <source>Canvas</source>
        <translation>캔버스</translation>
    </message>
</context>
<context>
    <name>CardGrid</name>
    <message>
        <source>Models</source>
        <translation>모델</translation>
    </message>
</context>
<context>
    <name>CatalogueDetails</name>
    <message>
        <source>Choose a checkpoint to see its licence.</source>
        <translation>체크포인트를 고르면 라이선스를 볼 수 있습니다.</translation>
    </message>
    <message>
        <source>Download</source>
        <translation>내려받기</translation>
    </message>
    <message>
        <source>Licence</source>
        <translation>라이선스</translation>
    </message>
    <message>
        <source>Facts</source>
        <translation>정보</translation>
    </message>
    <message>
        <source>Details</source>
        <translation>자세히</translation>
    </message>
    <message>
        <source>For</source>
        <translation>용도</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>이름</translation>
    </message>
    <message>
        <source>Family</source>
        <translation>계열</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>크기</translation>
    </message>
    <message>
        <source>Paper</source>
        <translation>논문</translation>
    </message>
    <message>
        <source>Authors’ page</source>
        <translation>저자 페이지</translation>
    </message>
    <message>
        <source>Show in the library</source>
        <translation>라이브러리에서 보기</translation>
    </message>
    <message>
        <source>It is in the library as {0}.</source>
        <translation>라이브러리에 {0}(으)로 있습니다.</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>취소</translation>
    </message>
    <message>
        <source>Waiting</source>
        <translation>대기 중</translation>
    </message>
    <message>
        <source>Download {0}</source>
        <translation>내려받기 ({0})</translation>
    </message>
    <message>
        <source>The program uses it beside the models; it is kept for offline use.</source>
        <translation>프로그램이 모델과 함께 쓰며, 오프라인용으로 보관합니다.</translation>
    </message>
    <message>
        <source>Open page</source>
        <translation>페이지 열기</translation>
    </message>
    <message>
        <source>The authors give it out on their page alone. Download it there, then drop the file here.</source>
        <translation>저자 페이지에서만 배포합니다. 거기서 내려받은 뒤 파일을 여기에 놓으세요.</translation>
    </message>
</context>
<context>
    <name>CataloguePage</name>
    <message>
        <source>Search the catalogue</source>
        <translation>카탈로그 검색</translation>
    </message>
    <message>
        <source>Catalogue</source>
        <translation>카탈로그</translation>
    </message>
    <message>
        <source>Nothing in the catalogue fits.</source>
        <translation>카탈로그에 맞는 항목이 없습니다.</translation>
    </message>
    <message>
        <source>Show all</source>
        <translation>모두 보기</translation>
    </message>
    <message>
        <source>Download “{0}”?</source>
        <translation>“{0}”을(를) 내려받을까요?</translation>
    </message>
    <message>
        <source>Licence: {0}</source>
        <translation>라이선스: {0}</translation>
    </message>
    <message>
        <source>You may not use it for business.</source>
        <translation>영리 목적으로 쓸 수 없습니다.</translation>
    </message>
    <message>
        <source>It comes from {0}.</source>
        <translation>{0}에서 받습니다.</translation>
    </message>
    <message>
        <source>Download</source>
        <translation>내려받기</translation>
    </message>
</context>
<context>
    <name>Chart</name>
    <message>
        <source>Show this curve</source>
        <translation>이 곡선 보기</translation>
    </message>
    <message>
        <source>Show or hide this curve</source>
        <translation>이 곡선 보이기 또는 숨기기</translation>
    </message>
</context>
<context>
    <name>ClassChoice</name>
    <message>
        <source>The class that is painted</source>
        <translation>칠할 클래스</translation>
    </message>
    <message>
        <source>Class: {0}</source>
        <translation>클래스: {0}</translation>
    </message>
</context>
<context>
    <name>ClassList</name>
    <message>
        <source>Classes</source>
        <translation>클래스</translation>
    </message>
</context>
<context>
    <name>Classes</name>
    <message>
        <source>key {0}</source>
        <translation>{0} 키</translation>
    </message>
</context>
<context>
    <name>ColourChoice</name>
    <message>
        <source>Colour</source>
        <translation>색</translation>
    </message>
    <message>
        <source>Background colour</source>
        <translation>배경색</translation>
    </message>
    <message>
        <source>Swap colours</source>
        <translation>색 바꾸기</translation>
    </message>
</context>
<context>
    <name>CommandPalette</name>
    <message>
        <source>Find a command</source>
        <translation>명령 찾기</translation>
    </message>
    <message>
        <source>Find a command, setting, model or class</source>
        <translation>명령, 설정, 모델, 클래스 찾기</translation>
    </message>
    <message>
        <source>Search</source>
        <translation>검색</translation>
    </message>
    <message>
        <source>Found</source>
        <translation>찾은 항목</translation>
    </message>
    <message>
        <source>Nothing has that name.</source>
        <translation>그런 이름은 없습니다.</translation>
    </message>
</context>
<context>
    <name>Commands</name>
    <message>
        <source>New…</source>
        <translation>새로 만들기…</translation>
    </message>
    <message>
        <source>Open…</source>
        <translation>열기…</translation>
    </message>
    <message>
        <source>Import picture as layer…</source>
        <translation>그림을 레이어로 가져오기…</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>저장</translation>
    </message>
    <message>
        <source>Save as…</source>
        <translation>다른 이름으로 저장…</translation>
    </message>
    <message>
        <source>Export picture…</source>
        <translation>그림 내보내기…</translation>
    </message>
    <message>
        <source>Export label map…</source>
        <translation>레이블 맵 내보내기…</translation>
    </message>
    <message>
        <source>Close picture</source>
        <translation>그림 닫기</translation>
    </message>
    <message>
        <source>Models…</source>
        <translation>모델…</translation>
    </message>
    <message>
        <source>Presets and recipes…</source>
        <translation>프리셋과 레시피…</translation>
    </message>
    <message>
        <source>Train a model…</source>
        <translation>모델 학습…</translation>
    </message>
    <message>
        <source>Do the same to a folder…</source>
        <translation>폴더에 똑같이 적용…</translation>
    </message>
    <message>
        <source>Preferences…</source>
        <translation>환경설정…</translation>
    </message>
    <message>
        <source>Quit</source>
        <translation>끝내기</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>실행 취소</translation>
    </message>
    <message>
        <source>Redo</source>
        <translation>다시 실행</translation>
    </message>
    <message>
        <source>Cut</source>
        <translation>잘라내기</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>복사</translation>
    </message>
    <message>
        <source>Paste</source>
        <translation>붙여넣기</translation>
    </message>
    <message>
        <source>Clear</source>
        <translation>지우기</translation>
    </message>
    <message>
        <source>Swap colours</source>
        <translation>색 바꾸기</translation>
    </message>
    <message>
        <source>Larger brush</source>
        <translation>브러시 크게</translation>
    </message>
    <message>
        <source>Smaller brush</source>
        <translation>브러시 작게</translation>
    </message>
    <message>
        <source>Resize canvas…</source>
        <translation>캔버스 크기 바꾸기…</translation>
    </message>
    <message>
        <source>Crop to selection</source>
        <translation>선택 영역으로 자르기</translation>
    </message>
    <message>
        <source>New raster layer</source>
        <translation>새 래스터 레이어</translation>
    </message>
    <message>
        <source>New label map</source>
        <translation>새 레이블 맵</translation>
    </message>
    <message>
        <source>Duplicate layer</source>
        <translation>레이어 복제</translation>
    </message>
    <message>
        <source>Convert to raster layer</source>
        <translation>래스터 레이어로 변환</translation>
    </message>
    <message>
        <source>Delete layer</source>
        <translation>레이어 삭제</translation>
    </message>
    <message>
        <source>Move layer up</source>
        <translation>레이어 위로</translation>
    </message>
    <message>
        <source>Move layer down</source>
        <translation>레이어 아래로</translation>
    </message>
    <message>
        <source>Select all</source>
        <translation>모두 선택</translation>
    </message>
    <message>
        <source>Deselect</source>
        <translation>선택 해제</translation>
    </message>
    <message>
        <source>Invert selection</source>
        <translation>선택 반전</translation>
    </message>
    <message>
        <source>Render again</source>
        <translation>다시 렌더링</translation>
    </message>
    <message>
        <source>Throw a new seed</source>
        <translation>새 시드 뽑기</translation>
    </message>
    <message>
        <source>Make variations</source>
        <translation>변형 만들기</translation>
    </message>
    <message>
        <source>Only inside the selection</source>
        <translation>선택 영역 안에만 적용</translation>
    </message>
    <message>
        <source>Save as recipe…</source>
        <translation>레시피로 저장…</translation>
    </message>
    <message>
        <source>Do this to a folder…</source>
        <translation>이 작업을 폴더에 적용…</translation>
    </message>
    <message>
        <source>Zoom in</source>
        <translation>확대</translation>
    </message>
    <message>
        <source>Zoom out</source>
        <translation>축소</translation>
    </message>
    <message>
        <source>Fit in window</source>
        <translation>창에 맞추기</translation>
    </message>
    <message>
        <source>Actual size</source>
        <translation>실제 크기</translation>
    </message>
    <message>
        <source>Side by side</source>
        <translation>나란히 보기</translation>
    </message>
    <message>
        <source>Before and after</source>
        <translation>전후 비교</translation>
    </message>
    <message>
        <source>Pixel grid</source>
        <translation>픽셀 격자</translation>
    </message>
    <message>
        <source>Rulers</source>
        <translation>눈금자</translation>
    </message>
    <message>
        <source>Hide all panels</source>
        <translation>모든 패널 숨기기</translation>
    </message>
    <message>
        <source>Fullscreen</source>
        <translation>전체 화면</translation>
    </message>
    <message>
        <source>Brush</source>
        <translation>브러시</translation>
    </message>
    <message>
        <source>Ink</source>
        <translation>잉크</translation>
    </message>
    <message>
        <source>Eraser</source>
        <translation>지우개</translation>
    </message>
    <message>
        <source>Fill</source>
        <translation>채우기</translation>
    </message>
    <message>
        <source>Line</source>
        <translation>선</translation>
    </message>
    <message>
        <source>Rectangle</source>
        <translation>사각형</translation>
    </message>
    <message>
        <source>Ellipse</source>
        <translation>타원</translation>
    </message>
    <message>
        <source>Eyedropper</source>
        <translation>스포이트</translation>
    </message>
    <message>
        <source>Select a rectangle</source>
        <translation>사각형 선택</translation>
    </message>
    <message>
        <source>Select an ellipse</source>
        <translation>타원 선택</translation>
    </message>
    <message>
        <source>Move points</source>
        <translation>점 옮기기</translation>
    </message>
    <message>
        <source>Hand</source>
        <translation>손</translation>
    </message>
    <message>
        <source>Zoom</source>
        <translation>돋보기</translation>
    </message>
    <message>
        <source>Tools</source>
        <translation>도구</translation>
    </message>
    <message>
        <source>Tool options</source>
        <translation>도구 옵션</translation>
    </message>
    <message>
        <source>Classes</source>
        <translation>클래스</translation>
    </message>
    <message>
        <source>Plugin</source>
        <translation>플러그인</translation>
    </message>
    <message>
        <source>Layers</source>
        <translation>레이어</translation>
    </message>
    <message>
        <source>History</source>
        <translation>작업 내역</translation>
    </message>
    <message>
        <source>Filmstrip</source>
        <translation>필름스트립</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>어둡게</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>밝게</translation>
    </message>
    <message>
        <source>As the desktop</source>
        <translation>데스크톱 설정에 따름</translation>
    </message>
    <message>
        <source>Find a command…</source>
        <translation>명령 찾기…</translation>
    </message>
    <message>
        <source>Keyboard shortcuts</source>
        <translation>키보드 단축키</translation>
    </message>
    <message>
        <source>Plugins and models</source>
        <translation>플러그인과 모델</translation>
    </message>
    <message>
        <source>About GAN Studio</source>
        <translation>GAN Studio 정보</translation>
    </message>
    <message>
        <source>Clear the list of recent files</source>
        <translation>최근 파일 목록 지우기</translation>
    </message>
    <message>
        <source>Put all panels back</source>
        <translation>패널 배치 되돌리기</translation>
    </message>
    <message>
        <source>Download models…</source>
        <translation>모델 내려받기…</translation>
    </message>
    <message>
        <source>Free the memory of loaded models</source>
        <translation>불러온 모델의 메모리 비우기</translation>
    </message>
</context>
<context>
    <name>CompareDialog</name>
    <message>
        <source>Compare parameters</source>
        <translation>매개변수 비교</translation>
    </message>
    <message>
        <source>One picture for each pair of values. Values stand between commas; 1-4 is a range of seeds.</source>
        <translation>값의 짝마다 그림을 하나씩 그립니다. 값은 쉼표로 나누고, 1-4는 시드의 범위입니다.</translation>
    </message>
    <message>
        <source>Truncation</source>
        <translation>절단</translation>
    </message>
    <message>
        <source>Seed</source>
        <translation>시드</translation>
    </message>
    <message>
        <source>Noise strength</source>
        <translation>노이즈 세기</translation>
    </message>
    <message>
        <source>Nothing</source>
        <translation>없음</translation>
    </message>
    <message>
        <source>Columns</source>
        <translation>열</translation>
    </message>
    <message>
        <source>Rows</source>
        <translation>행</translation>
    </message>
    <message>
        <source>Blocks</source>
        <translation>묶음</translation>
    </message>
    <message>
        <source>Values of {0}</source>
        <translation>{0}의 값</translation>
    </message>
    <message>
        <source>Picture size</source>
        <translation>그림 크기</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>닫기</translation>
    </message>
    <message>
        <source>Draw the sheet</source>
        <translation>비교표 그리기</translation>
    </message>
    <message>
        <source>Drawing the sheet</source>
        <translation>비교표를 그리는 중</translation>
    </message>
    <message>
        <source>Comparison</source>
        <translation>비교표</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>멈추기</translation>
    </message>
</context>
<context>
    <name>DataPage</name>
    <message>
        <source>Looking at {0}</source>
        <translation>{0} 살펴보는 중</translation>
    </message>
    <message>
        <source>Scenes are drawn when the run begins</source>
        <translation>장면은 학습을 시작할 때 그립니다</translation>
    </message>
    <message>
        <source>Drawing examples</source>
        <translation>예시 그리는 중</translation>
    </message>
    <message>
        <source>Train on a folder</source>
        <translation>폴더로 학습</translation>
    </message>
    <message>
        <source>Drop a folder or a zip file of pictures here</source>
        <translation>그림이 든 폴더나 zip 파일을 여기에 놓으세요</translation>
    </message>
    <message>
        <source>Pictures alone, with classes, captions or label maps, in pairs or in two sets: what it is shows by itself, and nothing needs another name.</source>
        <translation>그림만 있어도, 클래스·설명글·레이블 맵이 함께 있어도, 쌍이나 두 묶음이어도 됩니다. 종류는 저절로 알아내며 파일 이름을 바꿀 필요가 없습니다.</translation>
    </message>
    <message>
        <source>Choose a folder…</source>
        <translation>폴더 고르기…</translation>
    </message>
    <message>
        <source>Choose a zip file…</source>
        <translation>zip 파일 고르기…</translation>
    </message>
    <message>
        <source>Pictures that this program draws itself, as many as are needed</source>
        <translation>이 프로그램이 필요한 만큼 직접 그리는 그림</translation>
    </message>
    <message>
        <source>Progress of the look</source>
        <translation>살펴보기 진행</translation>
    </message>
    <message>
        <source>What it is</source>
        <translation>데이터 종류</translation>
    </message>
    <message>
        <source>Choose another if the guess is wrong</source>
        <translation>추측이 틀렸다면 다른 종류를 고르세요</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>취소</translation>
    </message>
    <message>
        <source>Other data…</source>
        <translation>다른 데이터…</translation>
    </message>
    <message>
        <source>Examples</source>
        <translation>예시</translation>
    </message>
    <message>
        <source>Sizes</source>
        <translation>크기</translation>
    </message>
    <message>
        <source>Classes</source>
        <translation>클래스</translation>
    </message>
    <message>
        <source>Findings</source>
        <translation>발견</translation>
    </message>
    <message>
        <source>What to know</source>
        <translation>알아둘 점</translation>
    </message>
    <message>
        <source>Choose a recipe</source>
        <translation>레시피 고르기</translation>
    </message>
    <message>
        <source>It cannot be trained on as it is; see what is marked red.</source>
        <translation>이대로는 학습할 수 없습니다. 빨간색으로 표시된 것을 보세요.</translation>
    </message>
    <message>
        <source>none</source>
        <translation>없음</translation>
    </message>
    <message>
        <source>{0} and {1} more</source>
        <translation>{0} 외 {1}개</translation>
    </message>
    <message>
        <source>The look was cancelled.</source>
        <translation>살펴보기를 취소했습니다.</translation>
    </message>
    <message>
        <source>Drawn landscapes</source>
        <translation>그려낸 풍경</translation>
    </message>
</context>
<context>
    <name>Details</name>
    <message>
        <source>Choose a model to see what it is.</source>
        <translation>모델을 고르면 자세한 정보를 볼 수 있습니다.</translation>
    </message>
    <message>
        <source>Details</source>
        <translation>자세히</translation>
    </message>
    <message>
        <source>Test render</source>
        <translation>시험 렌더링</translation>
    </message>
    <message>
        <source>Use as thumbnail</source>
        <translation>섬네일로 쓰기</translation>
    </message>
    <message>
        <source>Open in canvas</source>
        <translation>캔버스에서 열기</translation>
    </message>
    <message>
        <source>Use for…</source>
        <translation>쓸 곳…</translation>
    </message>
    <message>
        <source>Export…</source>
        <translation>내보내기…</translation>
    </message>
    <message>
        <source>Verify</source>
        <translation>검증</translation>
    </message>
    <message>
        <source>Compare the file with the SHA-256 that was recorded at its import</source>
        <translation>가져올 때 기록한 SHA-256과 파일을 비교합니다</translation>
    </message>
    <message>
        <source>Show in folder</source>
        <translation>폴더에서 보기</translation>
    </message>
    <message>
        <source>Remove…</source>
        <translation>삭제…</translation>
    </message>
    <message>
        <source>What is not known</source>
        <translation>알 수 없는 것</translation>
    </message>
    <message>
        <source>The file does not tell this. A wrong answer gives wrong pictures, or none.</source>
        <translation>파일에 나와 있지 않은 내용입니다. 답이 틀리면 그림이 잘못되거나 나오지 않습니다.</translation>
    </message>
    <message>
        <source>Facts</source>
        <translation>정보</translation>
    </message>
    <message>
        <source>Tags</source>
        <translation>태그</translation>
    </message>
    <message>
        <source>Seed {0} · {1}</source>
        <translation>시드 {0} · {1}</translation>
    </message>
    <message>
        <source>This model came with the program; it cannot be renamed or removed.</source>
        <translation>프로그램과 함께 온 모델이라 이름을 바꾸거나 삭제할 수 없습니다.</translation>
    </message>
    <message>
        <source>No plugin renders with a model of this family yet.</source>
        <translation>이 계열의 모델로 렌더링하는 플러그인이 아직 없습니다.</translation>
    </message>
    <message>
        <source>Make it the model that is used where none is named</source>
        <translation>모델을 정하지 않았을 때 이 모델을 씁니다</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>멈추기</translation>
    </message>
    <message>
        <source>This kind of network draws no picture by itself.</source>
        <translation>이 종류의 신경망은 스스로 그림을 그리지 않습니다.</translation>
    </message>
    <message>
        <source>Draw with a new seed</source>
        <translation>새 시드로 그립니다</translation>
    </message>
    <message>
        <source>As safetensors, with its card</source>
        <translation>카드가 든 safetensors로</translation>
    </message>
    <message>
        <source>As the authors’ code loads it</source>
        <translation>저자 코드가 읽는 형식으로</translation>
    </message>
    <message>
        <source>In the layout “{0}”</source>
        <translation>“{0}” 형식으로</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>이름</translation>
    </message>
    <message>
        <source>Family</source>
        <translation>계열</translation>
    </message>
    <message>
        <source>Network</source>
        <translation>신경망</translation>
    </message>
    <message>
        <source>Paper</source>
        <translation>논문</translation>
    </message>
    <message>
        <source>Layout</source>
        <translation>형식</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>크기</translation>
    </message>
    <message>
        <source>Numbers</source>
        <translation>숫자 개수</translation>
    </message>
    <message>
        <source>Tensors</source>
        <translation>텐서</translation>
    </message>
    <message>
        <source>Further networks</source>
        <translation>다른 신경망</translation>
    </message>
    <message>
        <source>Licence</source>
        <translation>라이선스</translation>
    </message>
    <message>
        <source>Source</source>
        <translation>출처</translation>
    </message>
    <message>
        <source>Original file</source>
        <translation>원본 파일</translation>
    </message>
    <message>
        <source>Linked file</source>
        <translation>연결된 파일</translation>
    </message>
    <message>
        <source>Imported</source>
        <translation>가져온 때</translation>
    </message>
</context>
<context>
    <name>Documents</name>
    <message>
        <source>Untitled</source>
        <translation>제목 없음</translation>
    </message>
    <message>
        <source>Picture</source>
        <translation>그림</translation>
    </message>
    <message>
        <source>Label map</source>
        <translation>레이블 맵</translation>
    </message>
    <message>
        <source>Rendering</source>
        <translation>렌더링</translation>
    </message>
    <message>
        <source>Pasted</source>
        <translation>붙여넣은 그림</translation>
    </message>
</context>
<context>
    <name>Drafting</name>
    <message>
        <source>Looking at the folder</source>
        <translation>폴더 살펴보는 중</translation>
    </message>
</context>
<context>
    <name>DrawingController</name>
    <message>
        <source>Opening {0}</source>
        <translation>{0} 여는 중</translation>
    </message>
</context>
<context>
    <name>Drop</name>
    <message>
        <source>Open this project</source>
        <translation>이 프로젝트 열기</translation>
    </message>
    <message>
        <source>Add this plugin</source>
        <translation>이 플러그인 추가</translation>
    </message>
    <message>
        <source>Run this recipe on a folder</source>
        <translation>이 레시피를 폴더에 적용</translation>
    </message>
    <message>
        <source>Choose pictures from this folder</source>
        <translation>이 폴더에서 그림 고르기</translation>
    </message>
    <message>
        <source>Do the same to all its pictures</source>
        <translation>폴더의 모든 그림에 똑같이 적용</translation>
    </message>
    <message>
        <source>Add as layers</source>
        <translation>레이어로 추가</translation>
    </message>
    <message>
        <source>Add as layer</source>
        <translation>레이어로 추가</translation>
    </message>
    <message>
        <source>Open as new picture</source>
        <translation>새 그림으로 열기</translation>
    </message>
    <message>
        <source>Open as label map</source>
        <translation>레이블 맵으로 열기</translation>
    </message>
    <message>
        <source>Use as label map</source>
        <translation>레이블 맵으로 쓰기</translation>
    </message>
    <message>
        <source>Add to my models</source>
        <translation>내 모델에 추가</translation>
    </message>
    <message>
        <source>Render with this model</source>
        <translation>이 모델로 렌더링</translation>
    </message>
    <message>
        <source>“{0}” is no picture, project, model or plugin</source>
        <translation>“{0}”은(는) 그림, 프로젝트, 모델, 플러그인이 아닙니다</translation>
    </message>
    <message>
        <source>Colour this drawing</source>
        <translation>이 그림에 색 입히기</translation>
    </message>
    <message>
        <source>Make a sketch of it and colour that</source>
        <translation>스케치로 바꾸어 색 입히기</translation>
    </message>
    <message>
        <source>Use these settings</source>
        <translation>이 설정 사용하기</translation>
    </message>
    <message>
        <source>Add to my recipes</source>
        <translation>내 레시피에 추가</translation>
    </message>
    <message>
        <source>Use this preset</source>
        <translation>이 프리셋 사용하기</translation>
    </message>
    <message>
        <source>Add to my presets</source>
        <translation>내 프리셋에 추가</translation>
    </message>
</context>
<context>
    <name>EditController</name>
    <message>
        <source>There is no picture on the clipboard.</source>
        <translation>클립보드에 그림이 없습니다.</translation>
    </message>
</context>
<context>
    <name>EditorSession</name>
    <message>
        <source>There is no layer to paint on. Add one in the Layers panel.</source>
        <translation>칠할 레이어가 없습니다. 레이어 패널에서 추가하세요.</translation>
    </message>
    <message>
        <source>“{0}” is hidden. Show it to paint on it.</source>
        <translation>“{0}”이(가) 숨겨져 있습니다. 칠하려면 보이게 하세요.</translation>
    </message>
    <message>
        <source>Painting on “{0}”, which “{1}” is made from.</source>
        <translation>“{1}”의 바탕이 되는 “{0}”에 칠합니다.</translation>
    </message>
    <message>
        <source>“{0}” is locked.</source>
        <translation>“{0}”이(가) 잠겨 있습니다.</translation>
    </message>
    <message>
        <source>Layer</source>
        <translation>레이어</translation>
    </message>
    <message>
        <source>Label map</source>
        <translation>레이블 맵</translation>
    </message>
    <message>
        <source>Pasted</source>
        <translation>붙여넣은 그림</translation>
    </message>
    <message>
        <source>There is no picture on the clipboard.</source>
        <translation>클립보드에 그림이 없습니다.</translation>
    </message>
</context>
<context>
    <name>Errors</name>
    <message>
        <source>Something went wrong that should not have: {0}.</source>
        <translation>예상하지 못한 문제가 생겼습니다: {0}.</translation>
    </message>
    <message>
        <source>Your work is still here. The details are in the log as well.</source>
        <translation>작업 내용은 그대로 있습니다. 자세한 내용은 로그에도 남았습니다.</translation>
    </message>
</context>
<context>
    <name>ExportController</name>
    <message>
        <source>Export label map</source>
        <translation>레이블 맵 내보내기</translation>
    </message>
    <message>
        <source>Label map</source>
        <translation>레이블 맵</translation>
    </message>
    <message>
        <source>Export picture</source>
        <translation>그림 내보내기</translation>
    </message>
    <message>
        <source>Picture</source>
        <translation>그림</translation>
    </message>
    <message>
        <source>Exported {0}.</source>
        <translation>{0}을(를) 내보냈습니다.</translation>
    </message>
    <message>
        <source>It does not say how it was made, because the rendering could not be made again.</source>
        <translation>렌더링을 다시 만들 수 없어 만든 방법은 기록하지 못했습니다.</translation>
    </message>
    <message>
        <source>Exporting {0}</source>
        <translation>{0} 내보내는 중</translation>
    </message>
</context>
<context>
    <name>ExportDialog</name>
    <message>
        <source>Export picture</source>
        <translation>그림 내보내기</translation>
    </message>
    <message>
        <source>Choose file…</source>
        <translation>파일 고르기…</translation>
    </message>
    <message>
        <source>What is seen</source>
        <translation>보이는 대로</translation>
    </message>
    <message>
        <source>The rendering</source>
        <translation>렌더링만</translation>
    </message>
    <message>
        <source>All</source>
        <translation>모두</translation>
    </message>
    <message>
        <source>Private</source>
        <translation>비공개</translation>
    </message>
    <message>
        <source>Nothing</source>
        <translation>없음</translation>
    </message>
    <message>
        <source>How it was made</source>
        <translation>만든 방법</translation>
    </message>
    <message>
        <source>From all of it the picture can be made again. Private leaves out paths, texts and pictures.</source>
        <translation>모두 기록하면 같은 그림을 다시 만들 수 있습니다. 비공개는 경로, 입력한 글, 그림을 뺍니다.</translation>
    </message>
    <message>
        <source>Format</source>
        <translation>형식</translation>
    </message>
    <message>
        <source>Quality</source>
        <translation>품질</translation>
    </message>
    <message>
        <source>Content</source>
        <translation>내용</translation>
    </message>
    <message>
        <source>Nothing is lost; transparency is kept.</source>
        <translation>손실이 없고 투명도가 유지됩니다.</translation>
    </message>
    <message>
        <source>Small; what is transparent becomes white.</source>
        <translation>크기가 작고, 투명한 부분은 흰색이 됩니다.</translation>
    </message>
    <message>
        <source>Small; transparency is kept.</source>
        <translation>크기가 작고 투명도가 유지됩니다.</translation>
    </message>
    <message>
        <source>Nothing is lost; for print and other programs.</source>
        <translation>손실이 없으며 인쇄와 다른 프로그램에 알맞습니다.</translation>
    </message>
    <message>
        <source>{0} × {1} pixels.</source>
        <translation>{0} × {1} 픽셀.</translation>
    </message>
</context>
<context>
    <name>EyePicture</name>
    <message>
        <source>The photo and the places of its eyes</source>
        <translation>사진과 두 눈의 위치</translation>
    </message>
</context>
<context>
    <name>FactTable</name>
    <message>
        <source>Copy {0}</source>
        <translation>{0} 복사</translation>
    </message>
</context>
<context>
    <name>FileList</name>
    <message>
        <source>Files</source>
        <translation>파일</translation>
    </message>
    <message>
        <source>Nothing has failed.</source>
        <translation>실패한 파일이 없습니다.</translation>
    </message>
    <message>
        <source>Nothing is done yet.</source>
        <translation>아직 끝난 파일이 없습니다.</translation>
    </message>
    <message>
        <source>Nothing is left to do.</source>
        <translation>남은 파일이 없습니다.</translation>
    </message>
</context>
<context>
    <name>Files</name>
    <message>
        <source>Projects and pictures ({0})</source>
        <translation>프로젝트와 그림 ({0})</translation>
    </message>
    <message>
        <source>Projects (*.ora)</source>
        <translation>프로젝트 (*.ora)</translation>
    </message>
    <message>
        <source>Pictures ({0})</source>
        <translation>그림 ({0})</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>열기</translation>
    </message>
    <message>
        <source>Models ({0})</source>
        <translation>모델 ({0})</translation>
    </message>
    <message>
        <source>Open model</source>
        <translation>모델 열기</translation>
    </message>
    <message>
        <source>Import models</source>
        <translation>모델 가져오기</translation>
    </message>
    <message>
        <source>Archives of pictures ({0})</source>
        <translation>그림 압축 파일 ({0})</translation>
    </message>
    <message>
        <source>Train on a file</source>
        <translation>파일로 학습</translation>
    </message>
    <message>
        <source>Open a recipe</source>
        <translation>레시피 열기</translation>
    </message>
    <message>
        <source>Recipes (*.toml)</source>
        <translation>레시피 (*.toml)</translation>
    </message>
    <message>
        <source>Import presets and recipes</source>
        <translation>프리셋과 레시피 가져오기</translation>
    </message>
    <message>
        <source>Presets and recipes (*.toml)</source>
        <translation>프리셋과 레시피 (*.toml)</translation>
    </message>
    <message>
        <source>Tables ({0})</source>
        <translation>표 ({0})</translation>
    </message>
    <message>
        <source>Open a table of values</source>
        <translation>값 표 열기</translation>
    </message>
    <message>
        <source>Save the changes to “{0}”?</source>
        <translation>“{0}”의 변경 내용을 저장할까요?</translation>
    </message>
    <message>
        <source>What is not saved is lost.</source>
        <translation>저장하지 않은 내용은 사라집니다.</translation>
    </message>
</context>
<context>
    <name>FilesController</name>
    <message>
        <source>{0} may not be read: permission denied.</source>
        <translation>{0}: 읽을 권한이 없습니다.</translation>
    </message>
    <message>
        <source>Opening the recovered picture</source>
        <translation>복구한 그림 여는 중</translation>
    </message>
    <message>
        <source>Import picture as layer</source>
        <translation>그림을 레이어로 가져오기</translation>
    </message>
    <message>
        <source>Opening {0}</source>
        <translation>{0} 여는 중</translation>
    </message>
    <message>
        <source>GAN Studio project, OpenRaster</source>
        <translation>GAN Studio 프로젝트, OpenRaster</translation>
    </message>
    <message>
        <source>Save as</source>
        <translation>다른 이름으로 저장</translation>
    </message>
    <message>
        <source>Saved as {0}.</source>
        <translation>{0}(으)로 저장했습니다.</translation>
    </message>
    <message>
        <source>Saving {0}</source>
        <translation>{0} 저장 중</translation>
    </message>
</context>
<context>
    <name>Film</name>
    <message>
        <source>Keyframes</source>
        <translation>키프레임</translation>
    </message>
    <message>
        <source>Drag to reorder; Delete removes; a double click goes there</source>
        <translation>끌어서 순서를 바꾸고, Delete로 지우고, 두 번 클릭하면 그 장면으로 갑니다</translation>
    </message>
    <message>
        <source>Add the present picture, change it, and add it again.</source>
        <translation>지금 그림을 추가하고, 바꾼 다음 다시 추가하세요.</translation>
    </message>
    <message>
        <source>Step</source>
        <translation>간격</translation>
    </message>
    <message>
        <source>Seconds from one keyframe to the next</source>
        <translation>키프레임 사이의 시간(초)</translation>
    </message>
    <message>
        <source>Loop</source>
        <translation>반복</translation>
    </message>
    <message>
        <source>Add picture</source>
        <translation>그림 추가</translation>
    </message>
    <message>
        <source>Play on the canvas</source>
        <translation>캔버스에서 재생</translation>
    </message>
    <message>
        <source>Export</source>
        <translation>내보내기</translation>
    </message>
    <message>
        <source>Reading the latent</source>
        <translation>잠재 벡터를 읽는 중</translation>
    </message>
    <message>
        <source>Latent</source>
        <translation>잠재 벡터</translation>
    </message>
    <message>
        <source>Seed {0}</source>
        <translation>시드 {0}</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>멈추기</translation>
    </message>
    <message>
        <source>Playing</source>
        <translation>재생 중</translation>
    </message>
    <message>
        <source>GIF…</source>
        <translation>GIF…</translation>
    </message>
    <message>
        <source>Animated picture</source>
        <translation>움직이는 그림</translation>
    </message>
    <message>
        <source>MP4 film…</source>
        <translation>MP4 영상…</translation>
    </message>
    <message>
        <source>Film</source>
        <translation>영상</translation>
    </message>
    <message>
        <source>WebP…</source>
        <translation>WebP…</translation>
    </message>
    <message>
        <source>Folder of PNG pictures…</source>
        <translation>PNG 그림 폴더…</translation>
    </message>
    <message>
        <source>Folder</source>
        <translation>폴더</translation>
    </message>
    <message>
        <source>Export film</source>
        <translation>영상 내보내기</translation>
    </message>
    <message>
        <source>film</source>
        <translation>영상</translation>
    </message>
    <message>
        <source>Exporting {0}</source>
        <translation>{0} 내보내는 중</translation>
    </message>
    <message>
        <source>Saved as {0}.</source>
        <translation>{0}(으)로 저장했습니다.</translation>
    </message>
</context>
<context>
    <name>Filmstrip</name>
    <message>
        <source>Being drawn</source>
        <translation>그리는 중</translation>
    </message>
    <message>
        <source>Variation {0}</source>
        <translation>변형 {0}</translation>
    </message>
</context>
<context>
    <name>FilmstripPanel</name>
    <message>
        <source>Stop</source>
        <translation>멈추기</translation>
    </message>
    <message>
        <source>Make variations</source>
        <translation>변형 만들기</translation>
    </message>
    <message>
        <source>A click uses one, the star keeps it.</source>
        <translation>누르면 적용하고, 별표를 누르면 보관합니다.</translation>
    </message>
    <message>
        <source>Variations need a generated layer.</source>
        <translation>변형을 만들려면 생성 레이어가 필요합니다.</translation>
    </message>
</context>
<context>
    <name>FilterColumn</name>
    <message>
        <source>Show</source>
        <translation>보기</translation>
    </message>
</context>
<context>
    <name>FindDialog</name>
    <message>
        <source>Find directions</source>
        <translation>방향 찾기</translation>
    </message>
    <message>
        <source>Each row goes along one direction. Name what you can use, and keep it as a slider.</source>
        <translation>한 줄이 한 방향입니다. 쓸 만한 것에 이름을 붙여 슬라이더로 남기세요.</translation>
    </message>
    <message>
        <source>From the weights</source>
        <translation>가중치에서</translation>
    </message>
    <message>
        <source>From samples</source>
        <translation>표본에서</translation>
    </message>
    <message>
        <source>Method</source>
        <translation>방법</translation>
    </message>
    <message>
        <source>SeFa, or principal components (GANSpace)</source>
        <translation>SeFa 또는 주성분 분석(GANSpace)</translation>
    </message>
    <message>
        <source>Searching…</source>
        <translation>찾는 중…</translation>
    </message>
    <message>
        <source>Drawing directions</source>
        <translation>방향을 그리는 중</translation>
    </message>
    <message>
        <source>Finding directions</source>
        <translation>방향을 찾는 중</translation>
    </message>
    <message>
        <source>“{0}” is among the sliders now.</source>
        <translation>“{0}” 슬라이더가 생겼습니다.</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>이름</translation>
    </message>
    <message>
        <source>Keep</source>
        <translation>남기기</translation>
    </message>
    <message>
        <source>{0} steps along {1}</source>
        <translation>{1} 방향으로 {0}걸음</translation>
    </message>
    <message>
        <source>Kept</source>
        <translation>남김</translation>
    </message>
</context>
<context>
    <name>Finder</name>
    <message>
        <source>Class</source>
        <translation>클래스</translation>
    </message>
    <message>
        <source>Command</source>
        <translation>명령</translation>
    </message>
    <message>
        <source>Theme</source>
        <translation>테마</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>언어</translation>
    </message>
    <message>
        <source>Autosave</source>
        <translation>자동 저장</translation>
    </message>
    <message>
        <source>Device</source>
        <translation>장치</translation>
    </message>
    <message>
        <source>Precision</source>
        <translation>정밀도</translation>
    </message>
    <message>
        <source>CPU threads</source>
        <translation>CPU 스레드</translation>
    </message>
    <message>
        <source>Plugins</source>
        <translation>플러그인</translation>
    </message>
    <message>
        <source>Models</source>
        <translation>모델</translation>
    </message>
    <message>
        <source>Setting</source>
        <translation>설정</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>모델</translation>
    </message>
    <message>
        <source>Preset</source>
        <translation>프리셋</translation>
    </message>
    <message>
        <source>Recent</source>
        <translation>최근 파일</translation>
    </message>
</context>
<context>
    <name>FormDialog</name>
    <message>
        <source>Cancel</source>
        <translation>취소</translation>
    </message>
</context>
<context>
    <name>GeneratedControls</name>
    <message>
        <source>Reset all parameters</source>
        <translation>모든 매개변수 초기화</translation>
    </message>
    <message>
        <source>Select something first: press M and drag over the picture.</source>
        <translation>먼저 영역을 선택하세요. M 키를 누르고 그림 위를 끌면 됩니다.</translation>
    </message>
    <message>
        <source>Only inside the selection</source>
        <translation>선택 영역 안에만 적용</translation>
    </message>
    <message>
        <source>Selected area</source>
        <translation>선택 영역</translation>
    </message>
    <message>
        <source>Opening {0}</source>
        <translation>{0} 여는 중</translation>
    </message>
    <message>
        <source>Everywhere</source>
        <translation>전체</translation>
    </message>
    <message>
        <source>None</source>
        <translation>없음</translation>
    </message>
    <message>
        <source>Open picture…</source>
        <translation>그림 열기…</translation>
    </message>
    <message>
        <source>Open picture</source>
        <translation>그림 열기</translation>
    </message>
    <message>
        <source>Use picture</source>
        <translation>그림 사용</translation>
    </message>
    <message>
        <source>Change input</source>
        <translation>입력 바꾸기</translation>
    </message>
    <message>
        <source>Change {0}</source>
        <translation>{0} 바꾸기</translation>
    </message>
</context>
<context>
    <name>HintControls</name>
    <message>
        <source>Draw</source>
        <translation>그리기</translation>
    </message>
    <message>
        <source>Draw lines on the sketch (P)</source>
        <translation>스케치에 선을 그립니다 (P)</translation>
    </message>
    <message>
        <source>Colour</source>
        <translation>색칠</translation>
    </message>
    <message>
        <source>Dab colour where you want it (B)</source>
        <translation>원하는 곳에 색을 찍습니다 (B)</translation>
    </message>
    <message>
        <source>Remove all hints</source>
        <translation>색 힌트 모두 지우기</translation>
    </message>
    <message>
        <source>Take a colour from the picture (I)</source>
        <translation>그림에서 색 가져오기 (I)</translation>
    </message>
    <message>
        <source>Another colour…</source>
        <translation>다른 색…</translation>
    </message>
    <message>
        <source>Colours of the picture</source>
        <translation>참조 그림의 색</translation>
    </message>
    <message>
        <source>Colours</source>
        <translation>색</translation>
    </message>
    <message>
        <source>Dab with {0}</source>
        <translation>{0}(으)로 찍기</translation>
    </message>
</context>
<context>
    <name>History</name>
    <message>
        <source>Brush</source>
        <translation>브러시</translation>
    </message>
    <message>
        <source>Ink</source>
        <translation>잉크</translation>
    </message>
    <message>
        <source>Eraser</source>
        <translation>지우개</translation>
    </message>
    <message>
        <source>Fill</source>
        <translation>채우기</translation>
    </message>
    <message>
        <source>Line</source>
        <translation>선</translation>
    </message>
    <message>
        <source>Rectangle</source>
        <translation>사각형</translation>
    </message>
    <message>
        <source>Ellipse</source>
        <translation>타원</translation>
    </message>
    <message>
        <source>Paint</source>
        <translation>칠하기</translation>
    </message>
    <message>
        <source>Clear</source>
        <translation>지우기</translation>
    </message>
    <message>
        <source>Remap classes</source>
        <translation>클래스 다시 짝짓기</translation>
    </message>
    <message>
        <source>Add layer</source>
        <translation>레이어 추가</translation>
    </message>
    <message>
        <source>Delete layer</source>
        <translation>레이어 삭제</translation>
    </message>
    <message>
        <source>Duplicate layer</source>
        <translation>레이어 복제</translation>
    </message>
    <message>
        <source>Move layer</source>
        <translation>레이어 이동</translation>
    </message>
    <message>
        <source>Convert to raster layer</source>
        <translation>래스터 레이어로 변환</translation>
    </message>
    <message>
        <source>Rename layer</source>
        <translation>레이어 이름 바꾸기</translation>
    </message>
    <message>
        <source>Show or hide layer</source>
        <translation>레이어 보이기/숨기기</translation>
    </message>
    <message>
        <source>Opacity</source>
        <translation>불투명도</translation>
    </message>
    <message>
        <source>Blend mode</source>
        <translation>혼합 모드</translation>
    </message>
    <message>
        <source>Lock or unlock layer</source>
        <translation>레이어 잠금/해제</translation>
    </message>
    <message>
        <source>Change classes</source>
        <translation>클래스 바꾸기</translation>
    </message>
    <message>
        <source>Change rendering</source>
        <translation>렌더링 바꾸기</translation>
    </message>
    <message>
        <source>Another variation</source>
        <translation>다른 변형</translation>
    </message>
    <message>
        <source>Change what is rendered</source>
        <translation>렌더링 대상 바꾸기</translation>
    </message>
    <message>
        <source>Change operation</source>
        <translation>작업 바꾸기</translation>
    </message>
    <message>
        <source>Change boxes</source>
        <translation>상자 바꾸기</translation>
    </message>
    <message>
        <source>Resize canvas</source>
        <translation>캔버스 크기 바꾸기</translation>
    </message>
    <message>
        <source>Crop</source>
        <translation>자르기</translation>
    </message>
    <message>
        <source>Select rectangle</source>
        <translation>사각형 선택</translation>
    </message>
    <message>
        <source>Select ellipse</source>
        <translation>타원 선택</translation>
    </message>
    <message>
        <source>Select area</source>
        <translation>영역 선택</translation>
    </message>
    <message>
        <source>Select all</source>
        <translation>모두 선택</translation>
    </message>
    <message>
        <source>Select</source>
        <translation>선택</translation>
    </message>
    <message>
        <source>Deselect</source>
        <translation>선택 해제</translation>
    </message>
    <message>
        <source>Invert selection</source>
        <translation>선택 반전</translation>
    </message>
    <message>
        <source>Feather selection</source>
        <translation>선택 경계 흐리게</translation>
    </message>
    <message>
        <source>Opened</source>
        <translation>연 상태</translation>
    </message>
</context>
<context>
    <name>HistoryList</name>
    <message>
        <source>Search what you wrote</source>
        <translation>쓴 글에서 찾기</translation>
    </message>
    <message>
        <source>Prompts that were drawn</source>
        <translation>그렸던 프롬프트</translation>
    </message>
    <message>
        <source>Nothing yet. What you draw from words will wait here.</source>
        <translation>아직 없습니다. 글로 그린 그림이 여기에 모입니다.</translation>
    </message>
    <message>
        <source>Forget all</source>
        <translation>모두 지우기</translation>
    </message>
    <message>
        <source>Seed {0}</source>
        <translation>시드 {0}</translation>
    </message>
</context>
<context>
    <name>HistoryPanel</name>
    <message>
        <source>History</source>
        <translation>작업 내역</translation>
    </message>
    <message>
        <source>1 step</source>
        <translation>1단계</translation>
    </message>
    <message>
        <source>{0} steps</source>
        <translation>{0}단계</translation>
    </message>
</context>
<context>
    <name>IdeaList</name>
    <message>
        <source>Looking…</source>
        <translation>찾는 중…</translation>
    </message>
    <message>
        <source>Prompts to begin with</source>
        <translation>시작하기 좋은 프롬프트</translation>
    </message>
    <message>
        <source>There are none for this model. See which words it knows.</source>
        <translation>이 모델에 맞는 것이 없습니다. 아는 단어를 살펴보세요.</translation>
    </message>
</context>
<context>
    <name>ImageSlot</name>
    <message>
        <source>Drop or choose a picture</source>
        <translation>그림을 끌어다 놓거나 고르세요</translation>
    </message>
    <message>
        <source>Take the picture out</source>
        <translation>그림 빼기</translation>
    </message>
</context>
<context>
    <name>JobStrip</name>
    <message>
        <source>Progress</source>
        <translation>진행</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>취소</translation>
    </message>
    <message>
        <source>{0} and {1} more</source>
        <translation>{0} 외 {1}개</translation>
    </message>
</context>
<context>
    <name>Latent</name>
    <message>
        <source>From a photo…</source>
        <translation>사진에서…</translation>
    </message>
    <message>
        <source>Find the latent with which the model draws a photo</source>
        <translation>모델이 이 사진을 그려 내는 잠재 벡터를 찾습니다</translation>
    </message>
    <message>
        <source>Copy the latent as text</source>
        <translation>잠재 벡터를 글자로 복사</translation>
    </message>
    <message>
        <source>Paste a latent, or seeds such as 3 4 - 7 + 12</source>
        <translation>잠재 벡터나 3 4 - 7 + 12 같은 시드 식 붙여넣기</translation>
    </message>
    <message>
        <source>Back to the seed</source>
        <translation>시드로 돌아가기</translation>
    </message>
    <message>
        <source>Kept for comparison; press to go back to it</source>
        <translation>비교하려고 남겨 둔 그림, 누르면 돌아갑니다</translation>
    </message>
    <message>
        <source>Keep this picture to compare with</source>
        <translation>비교할 그림으로 남기기</translation>
    </message>
    <message>
        <source>Hold to see the kept picture</source>
        <translation>누르고 있으면 남겨 둔 그림이 보입니다</translation>
    </message>
    <message>
        <source>From a latent of its own</source>
        <translation>고유한 잠재 벡터에서</translation>
    </message>
    <message>
        <source>From {0}</source>
        <translation>{0}에서</translation>
    </message>
    <message>
        <source>The latent is on the clipboard.</source>
        <translation>잠재 벡터를 클립보드에 복사했습니다.</translation>
    </message>
    <message>
        <source>Reading the latent</source>
        <translation>잠재 벡터를 읽는 중</translation>
    </message>
    <message>
        <source>There is no latent on the clipboard.</source>
        <translation>클립보드에 잠재 벡터가 없습니다.</translation>
    </message>
    <message>
        <source>A latent begins with w: and is copied by the button beside this one.</source>
        <translation>잠재 벡터는 w:로 시작하며, 옆의 버튼으로 복사할 수 있습니다.</translation>
    </message>
    <message>
        <source>Open a photo</source>
        <translation>사진 열기</translation>
    </message>
</context>
<context>
    <name>LayerList</name>
    <message>
        <source>Layers</source>
        <translation>레이어</translation>
    </message>
</context>
<context>
    <name>Layers</name>
    <message>
        <source>Raster layer</source>
        <translation>래스터 레이어</translation>
    </message>
    <message>
        <source>Label map</source>
        <translation>레이블 맵</translation>
    </message>
    <message>
        <source>Mask</source>
        <translation>마스크</translation>
    </message>
    <message>
        <source>Boxes</source>
        <translation>상자</translation>
    </message>
    <message>
        <source>Generated layer</source>
        <translation>생성 레이어</translation>
    </message>
    <message>
        <source>Normal</source>
        <translation>표준</translation>
    </message>
    <message>
        <source>Multiply</source>
        <translation>곱하기</translation>
    </message>
    <message>
        <source>Screen</source>
        <translation>스크린</translation>
    </message>
    <message>
        <source>visible</source>
        <translation>보임</translation>
    </message>
    <message>
        <source>hidden</source>
        <translation>숨김</translation>
    </message>
    <message>
        <source>locked</source>
        <translation>잠김</translation>
    </message>
    <message>
        <source>Name of the layer</source>
        <translation>레이어 이름</translation>
    </message>
    <message>
        <source>Words by layer</source>
        <translation>레이어별 문장</translation>
    </message>
    <message>
        <source>Coarse: layout</source>
        <translation>거친 층: 구도</translation>
    </message>
    <message>
        <source>Coarse: as the prompt</source>
        <translation>거친 층: 프롬프트와 같음</translation>
    </message>
    <message>
        <source>Fine: colours</source>
        <translation>고운 층: 색</translation>
    </message>
    <message>
        <source>Fine: as the prompt</source>
        <translation>고운 층: 프롬프트와 같음</translation>
    </message>
    <message>
        <source>Coarse is</source>
        <translation>거친 층</translation>
    </message>
    <message>
        <source>Where the coarse layers end, in pixels of what they draw</source>
        <translation>거친 층이 끝나는 곳. 그 층이 그리는 픽셀 수입니다</translation>
    </message>
    <message>
        <source>This model takes in its sentence as a whole: its layers cannot be told others.</source>
        <translation>이 모델은 문장을 통째로 받아들이므로 층마다 다른 문장을 줄 수 없습니다.</translation>
    </message>
    <message>
        <source>More than two parts, as text:</source>
        <translation>세 부분 이상은 글로 나타냅니다:</translation>
    </message>
    <message>
        <source>Take the layout from one sentence, colours and surfaces from another.</source>
        <translation>구도는 한 문장에서, 색과 질감은 다른 문장에서 가져옵니다.</translation>
    </message>
</context>
<context>
    <name>LayersPanel</name>
    <message>
        <source>Opacity</source>
        <translation>불투명도</translation>
    </message>
    <message>
        <source>How much of the layer covers what is below</source>
        <translation>레이어가 아래를 덮는 정도</translation>
    </message>
    <message>
        <source>Lock the layer</source>
        <translation>레이어 잠그기</translation>
    </message>
    <message>
        <source>Blend mode</source>
        <translation>혼합 모드</translation>
    </message>
    <message>
        <source>How the layer mixes with what is below</source>
        <translation>아래 레이어와 섞이는 방식</translation>
    </message>
    <message>
        <source>Add a layer</source>
        <translation>레이어 추가</translation>
    </message>
    <message>
        <source>Duplicate the layer</source>
        <translation>레이어 복제</translation>
    </message>
    <message>
        <source>Move the layer up</source>
        <translation>레이어 위로</translation>
    </message>
    <message>
        <source>Move the layer down</source>
        <translation>레이어 아래로</translation>
    </message>
    <message>
        <source>Delete the layer</source>
        <translation>레이어 삭제</translation>
    </message>
    <message>
        <source>Rename</source>
        <translation>이름 바꾸기</translation>
    </message>
    <message>
        <source>Duplicate</source>
        <translation>복제</translation>
    </message>
    <message>
        <source>Convert to raster layer</source>
        <translation>래스터 레이어로 변환</translation>
    </message>
    <message>
        <source>Use the classes of</source>
        <translation>다음 팔레트의 클래스 쓰기</translation>
    </message>
    <message>
        <source>Visible</source>
        <translation>보이기</translation>
    </message>
    <message>
        <source>Locked</source>
        <translation>잠금</translation>
    </message>
    <message>
        <source>Move up</source>
        <translation>위로</translation>
    </message>
    <message>
        <source>Move down</source>
        <translation>아래로</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>삭제</translation>
    </message>
    <message>
        <source>Raster layer</source>
        <translation>래스터 레이어</translation>
    </message>
    <message>
        <source>Label map</source>
        <translation>레이블 맵</translation>
    </message>
    <message>
        <source>“{0}” needs a label map.</source>
        <translation>“{0}”에는 레이블 맵이 필요합니다.</translation>
    </message>
    <message>
        <source>“{0}” needs a picture.</source>
        <translation>“{0}”에는 그림이 필요합니다.</translation>
    </message>
</context>
<context>
    <name>LearnDialog</name>
    <message>
        <source>Learn a direction</source>
        <translation>방향 가르치기</translation>
    </message>
    <message>
        <source>Tag pictures that have what the slider is to do, and pictures that do not. Click: with; again: without. Keys: Y, N and the arrows.</source>
        <translation>슬라이더로 바꾸려는 것이 있는 그림과 없는 그림을 표시하세요. 한 번 클릭하면 있음, 다시 클릭하면 없음입니다. Y, N, 방향키로도 됩니다.</translation>
    </message>
    <message>
        <source>Name of the slider</source>
        <translation>슬라이더 이름</translation>
    </message>
    <message>
        <source>Other pictures</source>
        <translation>다른 그림</translation>
    </message>
    <message>
        <source>Tags of these pictures are kept</source>
        <translation>이 그림들의 표시는 남습니다</translation>
    </message>
    <message>
        <source>Learn</source>
        <translation>가르치기</translation>
    </message>
    <message>
        <source>Picture {0}</source>
        <translation>그림 {0}</translation>
    </message>
    <message>
        <source>with</source>
        <translation>있음</translation>
    </message>
    <message>
        <source>without</source>
        <translation>없음</translation>
    </message>
    <message>
        <source>“{0}” is a slider now.</source>
        <translation>“{0}” 슬라이더가 생겼습니다.</translation>
    </message>
    <message>
        <source>Learning a direction</source>
        <translation>방향을 배우는 중</translation>
    </message>
    <message>
        <source>{0} with, {1} without</source>
        <translation>있음 {0}개, 없음 {1}개</translation>
    </message>
    <message>
        <source>Needs a name, and at least {0} pictures of either kind</source>
        <translation>이름과, 있음·없음 그림이 각각 {0}개 이상 필요합니다</translation>
    </message>
</context>
<context>
    <name>Library</name>
    <message>
        <source>Add the plugin “{0}”?</source>
        <translation>플러그인 “{0}”을(를) 추가할까요?</translation>
    </message>
    <message>
        <source>Plugins are programs. Add only those whose author you trust.</source>
        <translation>플러그인은 프로그램입니다. 만든 사람을 믿을 수 있을 때만 추가하세요.</translation>
    </message>
    <message>
        <source>Add</source>
        <translation>추가</translation>
    </message>
</context>
<context>
    <name>LibraryController</name>
    <message>
        <source>Added the model {0}.</source>
        <translation>모델 {0}을(를) 추가했습니다.</translation>
    </message>
    <message>
        <source>Added the plugin {0}. It is there at the next start.</source>
        <translation>플러그인 {0}을(를) 추가했습니다. 다음에 시작할 때부터 쓸 수 있습니다.</translation>
    </message>
    <message>
        <source>{0} is in the library already, as {1}.</source>
        <translation>{0}은(는) 이미 라이브러리에 {1}(으)로 있습니다.</translation>
    </message>
    <message>
        <source>The models window (Ctrl+Shift+M) shows it.</source>
        <translation>모델 창(Ctrl+Shift+M)에서 볼 수 있습니다.</translation>
    </message>
    <message>
        <source>Something about it is not known; the models window (Ctrl+Shift+M) asks for it.</source>
        <translation>알 수 없는 내용이 있습니다. 모델 창(Ctrl+Shift+M)에서 답할 수 있습니다.</translation>
    </message>
    <message>
        <source>Copying {0}</source>
        <translation>{0} 복사 중</translation>
    </message>
</context>
<context>
    <name>LibraryPage</name>
    <message>
        <source>Search models</source>
        <translation>모델 검색</translation>
    </message>
    <message>
        <source>No model fits.</source>
        <translation>맞는 모델이 없습니다.</translation>
    </message>
    <message>
        <source>Show all</source>
        <translation>모두 보기</translation>
    </message>
    <message>
        <source>No models of your own yet.</source>
        <translation>아직 내 모델이 없습니다.</translation>
    </message>
    <message>
        <source>Drop a .pth, .pt, .ckpt, .pkl or .safetensors file here, or download one.</source>
        <translation>.pth, .pt, .ckpt, .pkl, .safetensors 파일을 여기에 놓거나 내려받으세요.</translation>
    </message>
    <message>
        <source>Import…</source>
        <translation>가져오기…</translation>
    </message>
    <message>
        <source>Download…</source>
        <translation>내려받기…</translation>
    </message>
    <message>
        <source>Rename</source>
        <translation>이름 바꾸기</translation>
    </message>
    <message>
        <source>Show in folder</source>
        <translation>폴더에서 보기</translation>
    </message>
    <message>
        <source>Remove…</source>
        <translation>삭제…</translation>
    </message>
</context>
<context>
    <name>LiveRenderer</name>
    <message>
        <source>Variations</source>
        <translation>변형</translation>
    </message>
    <message>
        <source>The rendering failed: {0}.</source>
        <translation>렌더링하지 못했습니다: {0}.</translation>
    </message>
</context>
<context>
    <name>LookList</name>
    <message>
        <source>Variations and favourites</source>
        <translation>변형과 즐겨찾기</translation>
    </message>
    <message>
        <source>Use this variation</source>
        <translation>이 변형 적용</translation>
    </message>
    <message>
        <source>Remove from the favourites</source>
        <translation>즐겨찾기에서 빼기</translation>
    </message>
    <message>
        <source>Keep as a favourite</source>
        <translation>즐겨찾기에 넣기</translation>
    </message>
</context>
<context>
    <name>MainWindow</name>
    <message>
        <source>Tool options</source>
        <translation>도구 옵션</translation>
    </message>
    <message>
        <source>Classes</source>
        <translation>클래스</translation>
    </message>
    <message>
        <source>Plugin</source>
        <translation>플러그인</translation>
    </message>
    <message>
        <source>Layers</source>
        <translation>레이어</translation>
    </message>
    <message>
        <source>History</source>
        <translation>작업 내역</translation>
    </message>
    <message>
        <source>Filmstrip</source>
        <translation>필름스트립</translation>
    </message>
    <message>
        <source>Getting ready</source>
        <translation>준비하는 중</translation>
    </message>
    <message>
        <source>Everything else works. The preferences list all plugins.</source>
        <translation>나머지는 모두 정상적으로 작동합니다. 전체 플러그인 목록은 환경설정에서 볼 수 있습니다.</translation>
    </message>
</context>
<context>
    <name>Menus</name>
    <message>
        <source>Open recent</source>
        <translation>최근 파일 열기</translation>
    </message>
    <message>
        <source>Tools</source>
        <translation>도구</translation>
    </message>
    <message>
        <source>File</source>
        <translation>파일</translation>
    </message>
    <message>
        <source>Edit</source>
        <translation>편집</translation>
    </message>
    <message>
        <source>Image</source>
        <translation>이미지</translation>
    </message>
    <message>
        <source>Layer</source>
        <translation>레이어</translation>
    </message>
    <message>
        <source>Select</source>
        <translation>선택</translation>
    </message>
    <message>
        <source>Generate</source>
        <translation>생성</translation>
    </message>
    <message>
        <source>View</source>
        <translation>보기</translation>
    </message>
    <message>
        <source>Help</source>
        <translation>도움말</translation>
    </message>
    <message>
        <source>Panels</source>
        <translation>패널</translation>
    </message>
    <message>
        <source>Theme</source>
        <translation>테마</translation>
    </message>
    <message>
        <source>Walk-throughs</source>
        <translation>따라 하기</translation>
    </message>
</context>
<context>
    <name>MessageBar</name>
    <message>
        <source>Details</source>
        <translation>자세히</translation>
    </message>
    <message>
        <source>Do something about it</source>
        <translation>해결하기</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>복사</translation>
    </message>
    <message>
        <source>Close this message</source>
        <translation>메시지 닫기</translation>
    </message>
</context>
<context>
    <name>Mixing</name>
    <message>
        <source>Add a seed, or drop a picture from the plane or the filmstrip.</source>
        <translation>시드를 더하거나, 평면이나 필름스트립의 그림을 놓으세요.</translation>
    </message>
    <message>
        <source>Seed to mix in</source>
        <translation>섞을 시드</translation>
    </message>
    <message>
        <source>Add</source>
        <translation>추가</translation>
    </message>
    <message>
        <source>Reading the latent</source>
        <translation>잠재 벡터를 읽는 중</translation>
    </message>
</context>
<context>
    <name>ModelDeeds</name>
    <message>
        <source>Renaming {0}</source>
        <translation>{0} 이름 바꾸는 중</translation>
    </message>
    <message>
        <source>Tagging {0}</source>
        <translation>{0} 태그 바꾸는 중</translation>
    </message>
    <message>
        <source>Changing {0}</source>
        <translation>{0} 바꾸는 중</translation>
    </message>
    <message>
        <source>Choosing {0}</source>
        <translation>{0} 고르는 중</translation>
    </message>
    <message>
        <source>Verifying {0}</source>
        <translation>{0} 검증 중</translation>
    </message>
    <message>
        <source>Safetensors</source>
        <translation>Safetensors</translation>
    </message>
    <message>
        <source>Weights</source>
        <translation>가중치</translation>
    </message>
    <message>
        <source>Export model</source>
        <translation>모델 내보내기</translation>
    </message>
    <message>
        <source>Exported {0} to {1}.</source>
        <translation>{0}을(를) {1}에 내보냈습니다.</translation>
    </message>
    <message>
        <source>Choose another name or folder.</source>
        <translation>다른 이름이나 폴더를 고르세요.</translation>
    </message>
    <message>
        <source>Exporting {0}</source>
        <translation>{0} 내보내는 중</translation>
    </message>
    <message>
        <source>Remove “{0}”?</source>
        <translation>“{0}”을(를) 삭제할까요?</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>삭제</translation>
    </message>
    <message>
        <source>Removed {0}.</source>
        <translation>{0}을(를) 삭제했습니다.</translation>
    </message>
    <message>
        <source>Removing {0}</source>
        <translation>{0} 삭제 중</translation>
    </message>
    <message>
        <source>Drawing a sample with {0}</source>
        <translation>{0}(으)로 견본 그리는 중</translation>
    </message>
    <message>
        <source>Saving the picture</source>
        <translation>그림 저장 중</translation>
    </message>
    <message>
        <source>Its card and picture are deleted. The linked file stays: {0}</source>
        <translation>카드와 그림을 삭제합니다. 연결된 파일은 그대로 남습니다: {0}</translation>
    </message>
    <message>
        <source>This deletes {0} for good.</source>
        <translation>{0}을(를) 완전히 삭제합니다.</translation>
    </message>
    <message>
        <source>Its further networks go with it: {0}.</source>
        <translation>다른 신경망도 함께 삭제됩니다: {0}.</translation>
    </message>
    <message>
        <source>{0} is as it was imported.</source>
        <translation>{0}은(는) 가져올 때와 같습니다.</translation>
    </message>
    <message>
        <source>{0} has changed since it was imported: its SHA-256 is another.</source>
        <translation>{0}은(는) 가져온 뒤 바뀌었습니다. SHA-256이 다릅니다.</translation>
    </message>
    <message>
        <source>{0} can be read. No SHA-256 was recorded that it could be compared with.</source>
        <translation>{0}을(를) 읽을 수 있습니다. 비교할 SHA-256 기록은 없습니다.</translation>
    </message>
    <message>
        <source>{0} is not complete: a file is missing.</source>
        <translation>{0}에 빠진 파일이 있습니다.</translation>
    </message>
    <message>
        <source>{0} cannot be read.</source>
        <translation>{0}을(를) 읽을 수 없습니다.</translation>
    </message>
    <message>
        <source>Import the original again if you did not change it yourself.</source>
        <translation>직접 바꾼 것이 아니라면 원본을 다시 가져오세요.</translation>
    </message>
    <message>
        <source>Put it back where it was, or import it again.</source>
        <translation>원래 자리에 되돌려 놓거나 다시 가져오세요.</translation>
    </message>
    <message>
        <source>Import the original again.</source>
        <translation>원본을 다시 가져오세요.</translation>
    </message>
</context>
<context>
    <name>ModelFilters</name>
    <message>
        <source>All</source>
        <translation>모두</translation>
    </message>
    <message>
        <source>Starters</source>
        <translation>기본 모델</translation>
    </message>
    <message>
        <source>Mine</source>
        <translation>내 모델</translation>
    </message>
    <message>
        <source>With a problem</source>
        <translation>문제 있음</translation>
    </message>
    <message>
        <source>Tags</source>
        <translation>태그</translation>
    </message>
    <message>
        <source>Downloadable here</source>
        <translation>여기서 내려받기 가능</translation>
    </message>
    <message>
        <source>Not non-commercial</source>
        <translation>비영리 제한 없음</translation>
    </message>
    <message>
        <source>Unknown</source>
        <translation>알 수 없음</translation>
    </message>
    <message>
        <source>Families</source>
        <translation>계열</translation>
    </message>
</context>
<context>
    <name>ModelGrid</name>
    <message>
        <source>Not known yet</source>
        <translation>아직 알 수 없음</translation>
    </message>
    <message>
        <source>Something about it had to be assumed</source>
        <translation>일부를 가정했습니다</translation>
    </message>
    <message>
        <source>Linked: the file stays where it is</source>
        <translation>연결됨: 파일은 제자리에 있습니다</translation>
    </message>
    <message>
        <source>Used by default</source>
        <translation>기본으로 사용 중</translation>
    </message>
</context>
<context>
    <name>ModelPicker</name>
    <message>
        <source>None</source>
        <translation>없음</translation>
    </message>
    <message>
        <source>Open file…</source>
        <translation>파일 열기…</translation>
    </message>
</context>
<context>
    <name>ModelWords</name>
    <message>
        <source>Licence unknown</source>
        <translation>라이선스 미상</translation>
    </message>
    <message>
        <source>research or evaluation</source>
        <translation>연구 또는 평가</translation>
    </message>
    <message>
        <source>the licence of the code; the authors name none for the weights</source>
        <translation>코드의 라이선스이며, 가중치에 대한 라이선스는 밝히지 않았습니다</translation>
    </message>
    <message>
        <source>see the authors’ page</source>
        <translation>저자 페이지 참조</translation>
    </message>
    <message>
        <source>Generator</source>
        <translation>생성자</translation>
    </message>
    <message>
        <source>Discriminator</source>
        <translation>판별자</translation>
    </message>
    <message>
        <source>Encoder</source>
        <translation>인코더</translation>
    </message>
    <message>
        <source>Segmenter</source>
        <translation>분할기</translation>
    </message>
    <message>
        <source>Hypernetwork</source>
        <translation>하이퍼네트워크</translation>
    </message>
    <message>
        <source>Classifier</source>
        <translation>분류기</translation>
    </message>
    <message>
        <source>yes</source>
        <translation>예</translation>
    </message>
    <message>
        <source>no</source>
        <translation>아니요</translation>
    </message>
    <message>
        <source>Non-commercial</source>
        <translation>비영리</translation>
    </message>
    <message>
        <source>Non-commercial use only.</source>
        <translation>비영리 용도로만 쓸 수 있습니다.</translation>
    </message>
    <message>
        <source>The authors’ page tells what may be done with it.</source>
        <translation>사용 조건은 저자 페이지에 있습니다.</translation>
    </message>
    <message>
        <source>Commercial use is allowed under its terms.</source>
        <translation>조건에 따라 영리 목적으로도 쓸 수 있습니다.</translation>
    </message>
</context>
<context>
    <name>ModelWork</name>
    <message>
        <source>Reading</source>
        <translation>읽는 중</translation>
    </message>
    <message>
        <source>Building the network</source>
        <translation>신경망 만드는 중</translation>
    </message>
    <message>
        <source>Drawing a sample</source>
        <translation>견본 그리는 중</translation>
    </message>
    <message>
        <source>Writing</source>
        <translation>쓰는 중</translation>
    </message>
    <message>
        <source>Connecting</source>
        <translation>연결 중</translation>
    </message>
</context>
<context>
    <name>ModelsWindow</name>
    <message>
        <source>Models</source>
        <translation>모델</translation>
    </message>
    <message>
        <source>Reading the library</source>
        <translation>라이브러리 읽는 중</translation>
    </message>
    <message>
        <source>Import all models in a folder</source>
        <translation>폴더의 모든 모델 가져오기</translation>
    </message>
    <message>
        <source>Library</source>
        <translation>라이브러리</translation>
    </message>
    <message>
        <source>Catalogue</source>
        <translation>카탈로그</translation>
    </message>
    <message>
        <source>Page</source>
        <translation>페이지</translation>
    </message>
    <message>
        <source>Download…</source>
        <translation>내려받기…</translation>
    </message>
    <message>
        <source>Choose among the checkpoints that authors publish</source>
        <translation>저자들이 공개한 체크포인트에서 고릅니다</translation>
    </message>
    <message>
        <source>Import…</source>
        <translation>가져오기…</translation>
    </message>
    <message>
        <source>Import weight files; you can also drop them anywhere on this window</source>
        <translation>가중치 파일을 가져옵니다. 이 창 아무 곳에나 놓아도 됩니다</translation>
    </message>
    <message>
        <source>More ways to import</source>
        <translation>다른 가져오기 방법</translation>
    </message>
    <message>
        <source>Import a folder…</source>
        <translation>폴더 가져오기…</translation>
    </message>
    <message>
        <source>Link files where they are…</source>
        <translation>제자리에 두고 연결하기…</translation>
    </message>
    <message>
        <source>Read the library again</source>
        <translation>라이브러리 다시 읽기</translation>
    </message>
    <message>
        <source>Reading the model’s card</source>
        <translation>모델 카드 읽는 중</translation>
    </message>
    <message>
        <source>Loading the plugins</source>
        <translation>플러그인 불러오는 중</translation>
    </message>
    <message>
        <source>“{0}” is no weight file</source>
        <translation>“{0}”은(는) 가중치 파일이 아닙니다</translation>
    </message>
    <message>
        <source>Import into the library</source>
        <translation>라이브러리로 가져오기</translation>
    </message>
</context>
<context>
    <name>NewDocumentDialog</name>
    <message>
        <source>New</source>
        <translation>새로 만들기</translation>
    </message>
    <message>
        <source>Create</source>
        <translation>만들기</translation>
    </message>
    <message>
        <source>Another size</source>
        <translation>다른 크기</translation>
    </message>
    <message>
        <source>Label map</source>
        <translation>레이블 맵</translation>
    </message>
    <message>
        <source>White</source>
        <translation>흰색</translation>
    </message>
    <message>
        <source>Transparent</source>
        <translation>투명</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>크기</translation>
    </message>
    <message>
        <source>Pixels</source>
        <translation>픽셀</translation>
    </message>
    <message>
        <source>Begin with</source>
        <translation>처음 내용</translation>
    </message>
    <message>
        <source>Classes</source>
        <translation>클래스</translation>
    </message>
</context>
<context>
    <name>NoModel</name>
    <message>
        <source>Models…</source>
        <translation>모델…</translation>
    </message>
    <message>
        <source>Import a model from a file, or download one</source>
        <translation>파일에서 모델을 가져오거나 내려받습니다</translation>
    </message>
    <message>
        <source>Train one…</source>
        <translation>학습하기…</translation>
    </message>
    <message>
        <source>Train a model with pictures and captions of your own</source>
        <translation>내 그림과 설명글로 모델을 학습합니다</translation>
    </message>
    <message>
        <source>This model cannot draw.</source>
        <translation>이 모델로는 그릴 수 없습니다.</translation>
    </message>
    <message>
        <source>No model that draws from words is there yet.</source>
        <translation>글로 그림을 그리는 모델이 아직 없습니다.</translation>
    </message>
    <message>
        <source>Import one (GigaGAN, GAN-CLS), or train one with pictures and their captions.</source>
        <translation>GigaGAN이나 GAN-CLS 모델을 가져오거나, 그림과 설명글로 학습하세요.</translation>
    </message>
    <message>
        <source>Use {0}</source>
        <translation>{0} 사용</translation>
    </message>
</context>
<context>
    <name>Noise</name>
    <message>
        <source>Model&apos;s</source>
        <translation>모델 것</translation>
    </message>
    <message>
        <source>Random</source>
        <translation>무작위</translation>
    </message>
    <message>
        <source>None</source>
        <translation>없음</translation>
    </message>
    <message>
        <source>Noise</source>
        <translation>노이즈</translation>
    </message>
    <message>
        <source>The model&apos;s own, that of a seed, or none</source>
        <translation>모델의 것, 시드로 만든 것, 또는 없음</translation>
    </message>
    <message>
        <source>Strength</source>
        <translation>세기</translation>
    </message>
    <message>
        <source>1 is as trained</source>
        <translation>1은 학습할 때의 세기</translation>
    </message>
    <message>
        <source>Seed</source>
        <translation>시드</translation>
    </message>
    <message>
        <source>Of random noise, and of that under the brush</source>
        <translation>무작위 노이즈와 붓으로 칠한 곳의 노이즈에 쓰입니다</translation>
    </message>
    <message>
        <source>Paint where it is another</source>
        <translation>다르게 할 곳 칠하기</translation>
    </message>
    <message>
        <source>The brush paints a mask: there, noise of the seed takes over</source>
        <translation>붓으로 마스크를 칠하면 그 안은 시드의 노이즈로 바뀝니다</translation>
    </message>
    <message>
        <source>Paint no longer</source>
        <translation>칠하기 그만두기</translation>
    </message>
    <message>
        <source>Other noise</source>
        <translation>다른 노이즈</translation>
    </message>
</context>
<context>
    <name>OutputOptions</name>
    <message>
        <source>Name of the file that is read</source>
        <translation>읽는 파일의 이름</translation>
    </message>
    <message>
        <source>Number from 0001</source>
        <translation>0001부터 매기는 번호</translation>
    </message>
    <message>
        <source>The first: {0}</source>
        <translation>첫 파일: {0}</translation>
    </message>
    <message>
        <source>Quality</source>
        <translation>품질</translation>
    </message>
    <message>
        <source>Format</source>
        <translation>형식</translation>
    </message>
    <message>
        <source>Names of the results</source>
        <translation>결과 파일의 이름</translation>
    </message>
    <message>
        <source>Such as {stem}_{season}_{index:04}. With a / the results go into sub-folders.</source>
        <translation>예: {stem}_{season}_{index:04}. /를 쓰면 하위 폴더에 나누어 씁니다.</translation>
    </message>
    <message>
        <source>Put in what differs from one result to the next</source>
        <translation>결과마다 달라지는 값을 넣습니다</translation>
    </message>
    <message>
        <source>Update what differs</source>
        <translation>달라진 것만 다시</translation>
    </message>
    <message>
        <source>Leave as they are</source>
        <translation>그대로 두기</translation>
    </message>
    <message>
        <source>Replace all</source>
        <translation>모두 바꾸기</translation>
    </message>
    <message>
        <source>As they come</source>
        <translation>나온 그대로</translation>
    </message>
    <message>
        <source>Limited</source>
        <translation>제한</translation>
    </message>
    <message>
        <source>As the picture&apos;s</source>
        <translation>그림 그대로</translation>
    </message>
    <message>
        <source>sRGB</source>
        <translation>sRGB</translation>
    </message>
    <message>
        <source>Files that are there</source>
        <translation>이미 있는 파일</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>크기</translation>
    </message>
    <message>
        <source>Larger results are made smaller, none is made larger.</source>
        <translation>더 큰 결과는 줄이고, 키우지는 않습니다.</translation>
    </message>
    <message>
        <source>Longest side</source>
        <translation>긴 변</translation>
    </message>
    <message>
        <source>Colours</source>
        <translation>색상</translation>
    </message>
    <message>
        <source>Keep the colour profile of each picture, or convert all to sRGB and embed its profile.</source>
        <translation>그림마다 색상 프로파일을 그대로 두거나, 모두 sRGB로 바꾸고 그 프로파일을 넣습니다.</translation>
    </message>
    <message>
        <source>Names, size and colours</source>
        <translation>이름, 크기, 색상</translation>
    </message>
    <message>
        <source>Names</source>
        <translation>이름</translation>
    </message>
    <message>
        <source>If there</source>
        <translation>이미 있으면</translation>
    </message>
</context>
<context>
    <name>OwnPanels</name>
    <message>
        <source>The panel “{0}” of the plugin failed: {1}.</source>
        <translation>플러그인의 “{0}” 패널에서 오류가 발생했습니다: {1}.</translation>
    </message>
</context>
<context>
    <name>PalettePanel</name>
    <message>
        <source>Search classes</source>
        <translation>클래스 검색</translation>
    </message>
    <message>
        <source>Classes are what label maps are painted with: sky, water, forest …</source>
        <translation>클래스는 레이블 맵을 칠하는 재료입니다: 하늘, 물, 숲 …</translation>
    </message>
    <message>
        <source>Add a label map</source>
        <translation>레이블 맵 추가</translation>
    </message>
    <message>
        <source>Classes of {0}: carry them over to another palette</source>
        <translation>{0} 클래스를 다른 팔레트로 옮기기</translation>
    </message>
    <message>
        <source>Point at the canvas to see its classes</source>
        <translation>캔버스를 가리키면 클래스가 보입니다</translation>
    </message>
</context>
<context>
    <name>PanelContext</name>
    <message>
        <source>There is no picture below this layer to draw into.</source>
        <translation>이 레이어 아래에 그려 넣을 그림이 없습니다.</translation>
    </message>
    <message>
        <source>Select something first: press M and drag over the picture.</source>
        <translation>먼저 영역을 선택하세요. M을 누르고 그림 위를 드래그하면 됩니다.</translation>
    </message>
</context>
<context>
    <name>ParameterForm</name>
    <message>
        <source>More</source>
        <translation>더 보기</translation>
    </message>
</context>
<context>
    <name>PhotoDialog</name>
    <message>
        <source>From a photo</source>
        <translation>사진에서</translation>
    </message>
    <message>
        <source>Drag the two points onto the eyes, so that the face is cut out as the model knows it.</source>
        <translation>두 점을 눈 위로 옮기면 모델이 아는 모양대로 얼굴을 잘라 냅니다.</translation>
    </message>
    <message>
        <source>The middle square of the photo is taken.</source>
        <translation>사진 가운데의 정사각형을 씁니다.</translation>
    </message>
    <message>
        <source>What the model draws</source>
        <translation>모델이 그린 그림</translation>
    </message>
    <message>
        <source>Align by the eyes</source>
        <translation>눈에 맞추기</translation>
    </message>
    <message>
        <source>Without, the middle square of the photo is taken</source>
        <translation>끄면 사진 가운데의 정사각형을 씁니다</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>취소</translation>
    </message>
    <message>
        <source>Find its latent</source>
        <translation>잠재 벡터 찾기</translation>
    </message>
    <message>
        <source>Finding the latent</source>
        <translation>잠재 벡터를 찾는 중</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>멈추기</translation>
    </message>
</context>
<context>
    <name>PlaceControl</name>
    <message>
        <source>Choose {0}</source>
        <translation>{0} 고르기</translation>
    </message>
    <message>
        <source>A folder…</source>
        <translation>폴더…</translation>
    </message>
    <message>
        <source>One file for all…</source>
        <translation>모두에 쓸 파일 하나…</translation>
    </message>
    <message>
        <source>None</source>
        <translation>없음</translation>
    </message>
    <message>
        <source>Drop or choose a folder or file</source>
        <translation>폴더나 파일을 놓거나 고르세요</translation>
    </message>
    <message>
        <source>Drop or choose a folder</source>
        <translation>폴더를 놓거나 고르세요</translation>
    </message>
</context>
<context>
    <name>Plane</name>
    <message>
        <source>Go on from the nearest seed</source>
        <translation>가장 가까운 시드에서 계속하기</translation>
    </message>
    <message>
        <source>Back to the seed</source>
        <translation>시드로 돌아가기</translation>
    </message>
    <message>
        <source>Seed {0}</source>
        <translation>시드 {0}</translation>
    </message>
    <message>
        <source>{0} across, {1} down</source>
        <translation>가로 {0}, 세로 {1}</translation>
    </message>
    <message>
        <source>The picture does not come from a seed.</source>
        <translation>이 그림은 시드에서 나오지 않았습니다.</translation>
    </message>
</context>
<context>
    <name>Plot</name>
    <message>
        <source>Nothing was measured yet</source>
        <translation>아직 잰 값이 없습니다</translation>
    </message>
    <message>
        <source>Step {0}</source>
        <translation>스텝 {0}</translation>
    </message>
</context>
<context>
    <name>PluginPanel</name>
    <message>
        <source>Preset “{0}”</source>
        <translation>프리셋 “{0}”</translation>
    </message>
    <message>
        <source>Loading the plugin</source>
        <translation>플러그인 불러오는 중</translation>
    </message>
    <message>
        <source>Other things to do</source>
        <translation>다른 작업</translation>
    </message>
    <message>
        <source>Add a label map and paint on it to see it turn into a picture.</source>
        <translation>레이블 맵을 추가해 칠하면 그림으로 바뀝니다.</translation>
    </message>
    <message>
        <source>Add a label map</source>
        <translation>레이블 맵 추가</translation>
    </message>
    <message>
        <source>Render again</source>
        <translation>다시 렌더링</translation>
    </message>
    <message>
        <source>Make variations</source>
        <translation>변형 만들기</translation>
    </message>
    <message>
        <source>Reset all parameters</source>
        <translation>모든 매개변수 초기화</translation>
    </message>
    <message>
        <source>Using the preset {0}</source>
        <translation>프리셋 {0} 적용 중</translation>
    </message>
    <message>
        <source>Rendering</source>
        <translation>렌더링</translation>
    </message>
</context>
<context>
    <name>Points</name>
    <message>
        <source>Put handles on the picture (D)</source>
        <translation>그림에 점 놓기 (D)</translation>
    </message>
    <message>
        <source>Move</source>
        <translation>옮기기</translation>
    </message>
    <message>
        <source>Remove all handles</source>
        <translation>점 모두 지우기</translation>
    </message>
    <message>
        <source>How far the drag is</source>
        <translation>옮기기 진행 정도</translation>
    </message>
    <message>
        <source>Moving points</source>
        <translation>점을 옮기는 중</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>멈추기</translation>
    </message>
    <message>
        <source>The picture follows the handles.</source>
        <translation>그림이 점을 따라갑니다.</translation>
    </message>
    <message>
        <source>Move lets the picture follow. Select an area first, and only that changes.</source>
        <translation>옮기기를 누르면 그림이 따라갑니다. 먼저 영역을 선택하면 그 안만 바뀝니다.</translation>
    </message>
    <message>
        <source>Take the tool, and drag on the picture from what is to move to where it should be.</source>
        <translation>도구를 골라, 그림에서 옮길 곳을 잡아 갈 곳까지 끄세요.</translation>
    </message>
</context>
<context>
    <name>PreferencesDialog</name>
    <message>
        <source>Preferences</source>
        <translation>환경설정</translation>
    </message>
    <message>
        <source>Sections</source>
        <translation>구역</translation>
    </message>
    <message>
        <source>General</source>
        <translation>일반</translation>
    </message>
    <message>
        <source>Speed and memory</source>
        <translation>속도와 메모리</translation>
    </message>
    <message>
        <source>Plugins</source>
        <translation>플러그인</translation>
    </message>
    <message>
        <source>Models</source>
        <translation>모델</translation>
    </message>
    <message>
        <source>As the desktop</source>
        <translation>데스크톱 설정에 따름</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>어둡게</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>밝게</translation>
    </message>
    <message>
        <source>Theme</source>
        <translation>테마</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>언어</translation>
    </message>
    <message>
        <source>Takes effect at the next start.</source>
        <translation>다음에 시작할 때 적용됩니다.</translation>
    </message>
    <message>
        <source>Autosave</source>
        <translation>자동 저장</translation>
    </message>
    <message>
        <source>How often a copy is kept, for the case that the program or the computer stops.</source>
        <translation>프로그램이나 컴퓨터가 멈출 때를 대비해 복사본을 보관하는 간격입니다.</translation>
    </message>
    <message>
        <source>All of it</source>
        <translation>모두</translation>
    </message>
    <message>
        <source>No paths, texts and pictures</source>
        <translation>경로, 글, 그림 제외</translation>
    </message>
    <message>
        <source>Nothing</source>
        <translation>없음</translation>
    </message>
    <message>
        <source>Exported files say</source>
        <translation>내보낸 파일의 기록</translation>
    </message>
    <message>
        <source>How they were made: operation, values, seed and model. From all of it, they can be repeated.</source>
        <translation>만든 방법: 작업, 값, 시드, 모델. 모두 기록하면 다시 만들 수 있습니다.</translation>
    </message>
    <message>
        <source>Beside them</source>
        <translation>파일 옆에</translation>
    </message>
    <message>
        <source>The same as a file of its own</source>
        <translation>같은 기록을 별도 파일로 저장</translation>
    </message>
    <message>
        <source>Open the folder with my data</source>
        <translation>내 데이터 폴더 열기</translation>
    </message>
    <message>
        <source>The best there is</source>
        <translation>가장 좋은 장치</translation>
    </message>
    <message>
        <source>Device</source>
        <translation>장치</translation>
    </message>
    <message>
        <source>The faster one</source>
        <translation>더 빠른 쪽</translation>
    </message>
    <message>
        <source>Precision</source>
        <translation>정밀도</translation>
    </message>
    <message>
        <source>CPU threads</source>
        <translation>CPU 스레드</translation>
    </message>
    <message>
        <source>0 takes all cores.</source>
        <translation>0이면 모든 코어를 씁니다.</translation>
    </message>
    <message>
        <source>Kept models</source>
        <translation>보관할 모델</translation>
    </message>
    <message>
        <source>Memory for models that were used before.</source>
        <translation>전에 쓴 모델을 보관할 메모리입니다.</translation>
    </message>
    <message>
        <source>History</source>
        <translation>작업 내역</translation>
    </message>
    <message>
        <source>Memory for steps that can be taken back.</source>
        <translation>되돌릴 수 있는 단계를 보관할 메모리입니다.</translation>
    </message>
    <message>
        <source>Open the folder for plugins</source>
        <translation>플러그인 폴더 열기</translation>
    </message>
    <message>
        <source>Models have a window of their own.</source>
        <translation>모델은 별도의 창에서 관리합니다.</translation>
    </message>
    <message>
        <source>It lists, imports, downloads and exports them, and says what each is used for.</source>
        <translation>모델을 보고, 가져오고, 내려받고, 내보내며, 쓸 곳을 정합니다.</translation>
    </message>
    <message>
        <source>Open the models window</source>
        <translation>모델 창 열기</translation>
    </message>
    <message>
        <source>Open the folder for models</source>
        <translation>모델 폴더 열기</translation>
    </message>
</context>
<context>
    <name>PresetControl</name>
    <message>
        <source>Preset</source>
        <translation>프리셋</translation>
    </message>
    <message>
        <source>Choose or save…</source>
        <translation>고르거나 저장…</translation>
    </message>
    <message>
        <source>Values that belong together, under a name</source>
        <translation>함께 쓰는 값을 한 이름으로 묶은 것</translation>
    </message>
    <message>
        <source>Changed since: {0}</source>
        <translation>그 뒤에 바뀐 값: {0}</translation>
    </message>
    <message>
        <source>{0} · changed</source>
        <translation>{0} · 바뀜</translation>
    </message>
    <message>
        <source>Back to {0}</source>
        <translation>{0}(으)로 되돌리기</translation>
    </message>
    <message>
        <source>Put these values into {0}</source>
        <translation>{0}에 지금 값 저장</translation>
    </message>
    <message>
        <source>Save these values as a preset…</source>
        <translation>지금 값을 프리셋으로 저장…</translation>
    </message>
    <message>
        <source>Manage presets…</source>
        <translation>프리셋 관리…</translation>
    </message>
    <message>
        <source>A name has letters or digits.</source>
        <translation>이름에는 글자나 숫자가 있어야 합니다.</translation>
    </message>
    <message>
        <source>Saving the preset {0}</source>
        <translation>프리셋 {0} 저장 중</translation>
    </message>
    <message>
        <source>Preset: {0}</source>
        <translation>프리셋: {0}</translation>
    </message>
</context>
<context>
    <name>PresetDeeds</name>
    <message>
        <source>Renaming {0}</source>
        <translation>{0} 이름 바꾸는 중</translation>
    </message>
    <message>
        <source>Duplicating {0}</source>
        <translation>{0} 복제 중</translation>
    </message>
    <message>
        <source>Deleted {0}.</source>
        <translation>{0}을(를) 삭제했습니다.</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>실행 취소</translation>
    </message>
    <message>
        <source>Deleting {0}</source>
        <translation>{0} 삭제 중</translation>
    </message>
    <message>
        <source>Preset</source>
        <translation>프리셋</translation>
    </message>
    <message>
        <source>Recipe</source>
        <translation>레시피</translation>
    </message>
    <message>
        <source>Export preset</source>
        <translation>프리셋 내보내기</translation>
    </message>
    <message>
        <source>Export recipe</source>
        <translation>레시피 내보내기</translation>
    </message>
    <message>
        <source>Exported {0} to {1}.</source>
        <translation>{0}을(를) {1}에 내보냈습니다.</translation>
    </message>
    <message>
        <source>Exporting {0}</source>
        <translation>{0} 내보내는 중</translation>
    </message>
    <message>
        <source>Imported {0}.</source>
        <translation>{0}을(를) 가져왔습니다.</translation>
    </message>
    <message>
        <source>Importing {0}</source>
        <translation>{0} 가져오는 중</translation>
    </message>
    <message>
        <source>Putting {0} back</source>
        <translation>{0} 되돌리는 중</translation>
    </message>
</context>
<context>
    <name>PresetDetails</name>
    <message>
        <source>Choose a preset or recipe to see what it does.</source>
        <translation>프리셋이나 레시피를 고르면 자세한 정보를 볼 수 있습니다.</translation>
    </message>
    <message>
        <source>Details</source>
        <translation>자세히</translation>
    </message>
    <message>
        <source>Do it to a folder…</source>
        <translation>폴더에 적용…</translation>
    </message>
    <message>
        <source>Duplicate</source>
        <translation>복제</translation>
    </message>
    <message>
        <source>Export…</source>
        <translation>내보내기…</translation>
    </message>
    <message>
        <source>Show in folder</source>
        <translation>폴더에서 보기</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>삭제</translation>
    </message>
    <message>
        <source>Values</source>
        <translation>값</translation>
    </message>
    <message>
        <source>Models</source>
        <translation>모델</translation>
    </message>
    <message>
        <source>Facts</source>
        <translation>정보</translation>
    </message>
    <message>
        <source>A file that cannot be read has no name to change.</source>
        <translation>읽을 수 없는 파일은 이름을 바꿀 수 없습니다.</translation>
    </message>
    <message>
        <source>It came with a plugin. Duplicate it to change it.</source>
        <translation>플러그인에 들어 있던 것입니다. 바꾸려면 복제하세요.</translation>
    </message>
    <message>
        <source>Use preset</source>
        <translation>프리셋 사용</translation>
    </message>
    <message>
        <source>Run recipe</source>
        <translation>레시피 실행</translation>
    </message>
    <message>
        <source>Give its values to the picture that is open</source>
        <translation>열려 있는 그림에 이 값을 적용합니다</translation>
    </message>
    <message>
        <source>Do its steps to the picture that is open; the result is a new layer</source>
        <translation>열려 있는 그림에 단계를 차례로 적용합니다. 결과는 새 레이어가 됩니다</translation>
    </message>
    <message>
        <source>It came with a plugin and cannot be deleted</source>
        <translation>플러그인에 들어 있던 것이라 삭제할 수 없습니다</translation>
    </message>
    <message>
        <source>as it begins</source>
        <translation>처음 값 그대로</translation>
    </message>
    <message>
        <source>Steps</source>
        <translation>단계</translation>
    </message>
    <message>
        <source>not here</source>
        <translation>여기에 없음</translation>
    </message>
    <message>
        <source>in your library</source>
        <translation>라이브러리에 있음</translation>
    </message>
    <message>
        <source>For</source>
        <translation>기능</translation>
    </message>
    <message>
        <source>Made with</source>
        <translation>만든 버전</translation>
    </message>
    <message>
        <source>File</source>
        <translation>파일</translation>
    </message>
</context>
<context>
    <name>PresetFilters</name>
    <message>
        <source>All</source>
        <translation>전체</translation>
    </message>
    <message>
        <source>Mine</source>
        <translation>내 것</translation>
    </message>
    <message>
        <source>From plugins</source>
        <translation>플러그인에서</translation>
    </message>
    <message>
        <source>With a problem</source>
        <translation>문제가 있는 것</translation>
    </message>
    <message>
        <source>Plugins</source>
        <translation>플러그인</translation>
    </message>
</context>
<context>
    <name>PresetMenu</name>
    <message>
        <source>Values of a preset</source>
        <translation>프리셋 값 쓰기</translation>
    </message>
</context>
<context>
    <name>PresetUser</name>
    <message>
        <source>Uses the preset “{0}”.</source>
        <translation>프리셋 “{0}”을(를) 사용합니다.</translation>
    </message>
    <message>
        <source>Using the preset {0}</source>
        <translation>프리셋 {0} 적용 중</translation>
    </message>
    <message>
        <source>“{0}” finds nothing here that it could be used on.</source>
        <translation>여기에는 “{0}”을(를) 쓸 그림이 없습니다.</translation>
    </message>
    <message>
        <source>Open a picture that suits it first.</source>
        <translation>먼저 알맞은 그림을 여세요.</translation>
    </message>
    <message>
        <source>Reading {0}</source>
        <translation>{0} 읽는 중</translation>
    </message>
    <message>
        <source>Open the models</source>
        <translation>모델 창 열기</translation>
    </message>
</context>
<context>
    <name>PresetWords</name>
    <message>
        <source>Preset</source>
        <translation>프리셋</translation>
    </message>
    <message>
        <source>Recipe of {0} steps</source>
        <translation>{0}단계 레시피</translation>
    </message>
    <message>
        <source>Recipe</source>
        <translation>레시피</translation>
    </message>
    <message>
        <source>none</source>
        <translation>없음</translation>
    </message>
    <message>
        <source>yes</source>
        <translation>예</translation>
    </message>
    <message>
        <source>no</source>
        <translation>아니요</translation>
    </message>
    <message>
        <source>empty</source>
        <translation>비어 있음</translation>
    </message>
</context>
<context>
    <name>PresetsController</name>
    <message>
        <source>Reading {0}</source>
        <translation>{0} 읽는 중</translation>
    </message>
</context>
<context>
    <name>PresetsWindow</name>
    <message>
        <source>Presets and recipes</source>
        <translation>프리셋과 레시피</translation>
    </message>
    <message>
        <source>Reading the presets</source>
        <translation>프리셋 읽는 중</translation>
    </message>
    <message>
        <source>All</source>
        <translation>전체</translation>
    </message>
    <message>
        <source>Presets</source>
        <translation>프리셋</translation>
    </message>
    <message>
        <source>Recipes</source>
        <translation>레시피</translation>
    </message>
    <message>
        <source>Show</source>
        <translation>보기</translation>
    </message>
    <message>
        <source>Import…</source>
        <translation>가져오기…</translation>
    </message>
    <message>
        <source>Import files of others; you can also drop them anywhere on this window</source>
        <translation>다른 사람의 파일을 가져옵니다. 이 창 어디에나 끌어다 놓아도 됩니다</translation>
    </message>
    <message>
        <source>Search</source>
        <translation>검색</translation>
    </message>
    <message>
        <source>Nothing fits.</source>
        <translation>맞는 것이 없습니다.</translation>
    </message>
    <message>
        <source>Show all</source>
        <translation>모두 보기</translation>
    </message>
    <message>
        <source>Nothing of your own yet.</source>
        <translation>아직 내 것이 없습니다.</translation>
    </message>
    <message>
        <source>When you like what a panel does, choose “Save these values as a preset…” at its top, or “Save as recipe…” in the Generate menu. Files of others can be dropped here.</source>
        <translation>결과가 마음에 들면 패널 맨 위에서 “지금 값을 프리셋으로 저장…”을, 또는 만들기 메뉴에서 “레시피로 저장…”을 고르세요. 다른 사람의 파일은 여기에 끌어다 놓으면 됩니다.</translation>
    </message>
    <message>
        <source>Cannot be read</source>
        <translation>읽을 수 없음</translation>
    </message>
    <message>
        <source>Drawing thumbnails</source>
        <translation>미리보기 그리는 중</translation>
    </message>
    <message>
        <source>Rename</source>
        <translation>이름 바꾸기</translation>
    </message>
    <message>
        <source>Show in folder</source>
        <translation>폴더에서 보기</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>삭제</translation>
    </message>
    <message>
        <source>“{0}” is neither a preset nor a recipe</source>
        <translation>“{0}”은(는) 프리셋도 레시피도 아닙니다</translation>
    </message>
    <message>
        <source>Add to my presets and recipes</source>
        <translation>내 프리셋과 레시피에 추가</translation>
    </message>
</context>
<context>
    <name>Prompt</name>
    <message>
        <source>Prompt</source>
        <translation>프롬프트</translation>
    </message>
    <message>
        <source>Write what the picture shows: a still lake at dawn, snowy mountains behind</source>
        <translation>그림에 보일 것을 쓰세요: 새벽의 잔잔한 호수, 눈 덮인 산</translation>
    </message>
    <message>
        <source>Words it knows…</source>
        <translation>아는 단어…</translation>
    </message>
    <message>
        <source>All words of this model, to search and to put in</source>
        <translation>이 모델이 아는 모든 단어를 찾아 넣을 수 있습니다</translation>
    </message>
    <message>
        <source>Prompts to begin with</source>
        <translation>시작하기 좋은 프롬프트</translation>
    </message>
    <message>
        <source>Prompts that were drawn</source>
        <translation>그렸던 프롬프트</translation>
    </message>
    <message>
        <source>Keep this picture as a layer of its own</source>
        <translation>이 그림을 별도의 레이어로 남기기</translation>
    </message>
    <message>
        <source>Seed</source>
        <translation>시드</translation>
    </message>
    <message>
        <source>The seed gives layout and look. Keep it and change the words: the layout stays.</source>
        <translation>시드는 구도와 분위기를 정합니다. 그대로 두고 글만 바꾸면 구도가 유지됩니다.</translation>
    </message>
    <message>
        <source>Truncation</source>
        <translation>절단</translation>
    </message>
    <message>
        <source>0 is the sentence&apos;s average picture; more is more varied and less sure</source>
        <translation>0은 문장의 평균적인 그림이고, 클수록 다양하지만 덜 확실합니다</translation>
    </message>
    <message>
        <source>Everywhere</source>
        <translation>전체</translation>
    </message>
    <message>
        <source>Selection</source>
        <translation>선택 영역</translation>
    </message>
    <message>
        <source>Where</source>
        <translation>그릴 곳</translation>
    </message>
    <message>
        <source>The whole picture, or only what is selected of the picture below</source>
        <translation>그림 전체, 또는 아래 그림에서 선택한 부분만</translation>
    </message>
    <message>
        <source>Soft edge</source>
        <translation>부드러운 경계</translation>
    </message>
    <message>
        <source>How far it fades out across the edge</source>
        <translation>경계에서 서서히 사라지는 폭</translation>
    </message>
    <message>
        <source>Leave out</source>
        <translation>빼기</translation>
    </message>
    <message>
        <source>What it is not to show: fog, houses</source>
        <translation>보이지 않을 것: 안개, 집</translation>
    </message>
    <message>
        <source>Strength</source>
        <translation>세기</translation>
    </message>
    <message>
        <source>How far the picture is pushed away from it</source>
        <translation>그림을 그것에서 얼마나 멀리 떼어 놓을지</translation>
    </message>
    <message>
        <source>Draw into the selection</source>
        <translation>선택 영역에 그리기</translation>
    </message>
    <message>
        <source>Use {0}</source>
        <translation>{0} 사용</translation>
    </message>
    <message>
        <source>This model of the library knows more of these words</source>
        <translation>라이브러리의 이 모델이 이 단어들을 더 많이 압니다</translation>
    </message>
    <message>
        <source>Picture</source>
        <translation>그림</translation>
    </message>
</context>
<context>
    <name>PromptBox</name>
    <message>
        <source>Write “{0}”</source>
        <translation>“{0}”(으)로 바꾸기</translation>
    </message>
    <message>
        <source>“{0}” is unknown to this model. Near it: {1}</source>
        <translation>이 모델은 “{0}”을(를) 모릅니다. 비슷한 단어: {1}</translation>
    </message>
    <message>
        <source>“{0}” is unknown to this model.</source>
        <translation>이 모델은 “{0}”을(를) 모릅니다.</translation>
    </message>
</context>
<context>
    <name>QueuePanel</name>
    <message>
        <source>Pause the queue</source>
        <translation>대기열 일시정지</translation>
    </message>
    <message>
        <source>Start the queue</source>
        <translation>대기열 시작</translation>
    </message>
    <message>
        <source>Earlier (Alt+Up)</source>
        <translation>앞으로 (Alt+위쪽)</translation>
    </message>
    <message>
        <source>Later (Alt+Down)</source>
        <translation>뒤로 (Alt+아래쪽)</translation>
    </message>
    <message>
        <source>Hold this one (Space)</source>
        <translation>이 작업 보류 (스페이스)</translation>
    </message>
    <message>
        <source>Run again what is missing</source>
        <translation>빠진 것만 다시 실행</translation>
    </message>
    <message>
        <source>Take it out of the queue (Delete)</source>
        <translation>대기열에서 빼기 (Delete)</translation>
    </message>
    <message>
        <source>{0} pictures to go</source>
        <translation>{0}장 남음</translation>
    </message>
    <message>
        <source>paused</source>
        <translation>일시정지됨</translation>
    </message>
    <message>
        <source>not started</source>
        <translation>시작 전</translation>
    </message>
    <message>
        <source>Queue</source>
        <translation>대기열</translation>
    </message>
    <message>
        <source>Take out all that are done</source>
        <translation>끝난 작업 모두 빼기</translation>
    </message>
</context>
<context>
    <name>Rail</name>
    <message>
        <source>Data</source>
        <translation>데이터</translation>
    </message>
    <message>
        <source>Recipe</source>
        <translation>레시피</translation>
    </message>
    <message>
        <source>Run</source>
        <translation>학습</translation>
    </message>
    <message>
        <source>Results</source>
        <translation>결과</translation>
    </message>
    <message>
        <source>Runs</source>
        <translation>학습 목록</translation>
    </message>
    <message>
        <source>Runs that you start stay here, also after the program is closed.</source>
        <translation>시작한 학습은 프로그램을 닫아도 여기에 남습니다.</translation>
    </message>
    <message>
        <source>Open a run…</source>
        <translation>학습 열기…</translation>
    </message>
    <message>
        <source>Show a run that lies in another folder</source>
        <translation>다른 폴더에 있는 학습 보기</translation>
    </message>
</context>
<context>
    <name>RecipePage</name>
    <message>
        <source>What it shall learn</source>
        <translation>무엇을 배울까요</translation>
    </message>
    <message>
        <source>How large</source>
        <translation>크기</translation>
    </message>
    <message>
        <source>The run</source>
        <translation>이번 학습</translation>
    </message>
    <message>
        <source>Name of the run</source>
        <translation>학습 이름</translation>
    </message>
    <message>
        <source>Other folder…</source>
        <translation>다른 폴더…</translation>
    </message>
    <message>
        <source>As in the preferences</source>
        <translation>환경설정대로</translation>
    </message>
    <message>
        <source>Device</source>
        <translation>장치</translation>
    </message>
    <message>
        <source>no limit</source>
        <translation>제한 없음</translation>
    </message>
    <message>
        <source> min</source>
        <translation>분</translation>
    </message>
    <message>
        <source>Time limit</source>
        <translation>시간 제한</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>이름</translation>
    </message>
    <message>
        <source>Folder</source>
        <translation>폴더</translation>
    </message>
    <message>
        <source>Parameters</source>
        <translation>매개변수</translation>
    </message>
    <message>
        <source>Start training</source>
        <translation>학습 시작</translation>
    </message>
    <message>
        <source>Reading the recipe</source>
        <translation>레시피 읽는 중</translation>
    </message>
    <message>
        <source>Choose what to train on first.</source>
        <translation>먼저 학습할 데이터를 고르세요.</translation>
    </message>
    <message>
        <source>No recipe can use data of this kind yet.</source>
        <translation>이 종류의 데이터를 쓰는 레시피가 아직 없습니다.</translation>
    </message>
    <message>
        <source>{0} changed</source>
        <translation>{0}개 바꿈</translation>
    </message>
    <message>
        <source>It goes on when this window is closed.</source>
        <translation>이 창을 닫아도 계속됩니다.</translation>
    </message>
    <message>
        <source>Where runs are kept</source>
        <translation>학습을 보관할 곳</translation>
    </message>
</context>
<context>
    <name>RecorderController</name>
    <message>
        <source>Saved the recipe {0}.</source>
        <translation>레시피 {0}을(를) 저장했습니다.</translation>
    </message>
    <message>
        <source>Drop it on the window, or press Ctrl+Shift+B, to run it on a folder.</source>
        <translation>창에 끌어다 놓거나 Ctrl+Shift+B를 누르면 폴더에 적용할 수 있습니다.</translation>
    </message>
    <message>
        <source>“Presets and recipes” (Ctrl+Shift+P) lists it.</source>
        <translation>“프리셋과 레시피”(Ctrl+Shift+P)에서 볼 수 있습니다.</translation>
    </message>
    <message>
        <source>Save as recipe</source>
        <translation>레시피로 저장</translation>
    </message>
    <message>
        <source>Recipe</source>
        <translation>레시피</translation>
    </message>
    <message>
        <source>Writing down the recipe</source>
        <translation>레시피 적는 중</translation>
    </message>
</context>
<context>
    <name>Reports</name>
    <message>
        <source>Save the report</source>
        <translation>보고서 저장</translation>
    </message>
    <message>
        <source>Page, also .json, .jsonl or .csv</source>
        <translation>웹 페이지, 또는 .json, .jsonl, .csv</translation>
    </message>
    <message>
        <source>Writing the report</source>
        <translation>보고서 쓰는 중</translation>
    </message>
</context>
<context>
    <name>ResetDot</name>
    <message>
        <source>Reset {0}</source>
        <translation>{0} 초기화</translation>
    </message>
</context>
<context>
    <name>ResizeCanvasDialog</name>
    <message>
        <source>Resize canvas</source>
        <translation>캔버스 크기 바꾸기</translation>
    </message>
    <message>
        <source>Resize</source>
        <translation>크기 바꾸기</translation>
    </message>
    <message>
        <source>Pixels</source>
        <translation>픽셀</translation>
    </message>
    <message>
        <source>Content stays</source>
        <translation>내용 위치</translation>
    </message>
</context>
<context>
    <name>ResultWindow</name>
    <message>
        <source>Copy</source>
        <translation>복사</translation>
    </message>
    <message>
        <source>Save picture…</source>
        <translation>그림 저장…</translation>
    </message>
    <message>
        <source>Save picture</source>
        <translation>그림 저장</translation>
    </message>
    <message>
        <source>Picture</source>
        <translation>그림</translation>
    </message>
    <message>
        <source>Saved as {0}.</source>
        <translation>{0}(으)로 저장했습니다.</translation>
    </message>
    <message>
        <source>Copied to the clipboard.</source>
        <translation>클립보드에 복사했습니다.</translation>
    </message>
</context>
<context>
    <name>ResultsPage</name>
    <message>
        <source>No results yet</source>
        <translation>아직 결과가 없습니다</translation>
    </message>
    <message>
        <source>A run shows here what it has made.</source>
        <translation>학습이 만든 것이 여기에 보입니다.</translation>
    </message>
    <message>
        <source>Losses</source>
        <translation>손실</translation>
    </message>
    <message>
        <source>Metrics</source>
        <translation>지표</translation>
    </message>
    <message>
        <source>Add to my models</source>
        <translation>내 모델에 추가</translation>
    </message>
    <message>
        <source>Use in canvas</source>
        <translation>캔버스에서 사용</translation>
    </message>
    <message>
        <source>Train on</source>
        <translation>이어서 학습</translation>
    </message>
    <message>
        <source>Open folder</source>
        <translation>폴더 열기</translation>
    </message>
    <message>
        <source>Facts</source>
        <translation>정보</translation>
    </message>
    <message>
        <source>No other run</source>
        <translation>다른 학습 없음</translation>
    </message>
    <message>
        <source>Compare with</source>
        <translation>비교 대상</translation>
    </message>
    <message>
        <source>It is in your models as “{0}”.</source>
        <translation>“{0}” 이름으로 내 모델에 있습니다.</translation>
    </message>
    <message>
        <source>This run has not saved a model yet.</source>
        <translation>이 학습은 아직 모델을 저장하지 않았습니다.</translation>
    </message>
    <message>
        <source>The run goes on; this is its model as it was saved last.</source>
        <translation>학습이 계속되고 있으며, 이것은 마지막으로 저장된 모델입니다.</translation>
    </message>
    <message>
        <source>Recipe</source>
        <translation>레시피</translation>
    </message>
    <message>
        <source>Preset</source>
        <translation>프리셋</translation>
    </message>
    <message>
        <source>Data</source>
        <translation>데이터</translation>
    </message>
    <message>
        <source>Kind</source>
        <translation>종류</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>크기</translation>
    </message>
    <message>
        <source>Images seen</source>
        <translation>본 그림 수</translation>
    </message>
    <message>
        <source>Steps</source>
        <translation>스텝</translation>
    </message>
    <message>
        <source>Trained for</source>
        <translation>학습 시간</translation>
    </message>
    <message>
        <source>Folder</source>
        <translation>폴더</translation>
    </message>
</context>
<context>
    <name>ReuseController</name>
    <message>
        <source>Reading {0}</source>
        <translation>{0} 읽는 중</translation>
    </message>
    <message>
        <source>Its record is private and leaves out: {0}.</source>
        <translation>비공개 기록이라 다음이 빠져 있습니다: {0}.</translation>
    </message>
    <message>
        <source>Uses the settings of {0}.</source>
        <translation>{0}의 설정을 사용합니다.</translation>
    </message>
    <message>
        <source>Opening {0}</source>
        <translation>{0} 여는 중</translation>
    </message>
</context>
<context>
    <name>RunPage</name>
    <message>
        <source>Start one, or choose one from the list.</source>
        <translation>새로 시작하거나 목록에서 고르세요.</translation>
    </message>
    <message>
        <source>No run is chosen</source>
        <translation>고른 학습이 없습니다</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>일시정지</translation>
    </message>
    <message>
        <source>Resume</source>
        <translation>계속</translation>
    </message>
    <message>
        <source>Sample now</source>
        <translation>지금 샘플</translation>
    </message>
    <message>
        <source>Save now</source>
        <translation>지금 저장</translation>
    </message>
    <message>
        <source>Stop and keep</source>
        <translation>멈추고 보관</translation>
    </message>
    <message>
        <source>Train on</source>
        <translation>이어서 학습</translation>
    </message>
    <message>
        <source>See the results</source>
        <translation>결과 보기</translation>
    </message>
    <message>
        <source>Draw a contact sheet after this step</source>
        <translation>이번 스텝 뒤에 샘플 그림을 그립니다</translation>
    </message>
    <message>
        <source>Write a state to go on from, and the model as it is now</source>
        <translation>이어서 학습할 상태와 지금의 모델을 저장합니다</translation>
    </message>
    <message>
        <source>Save, export the model, and end; the run can be gone on with later</source>
        <translation>저장하고 모델을 내보낸 뒤 끝냅니다. 나중에 이어서 학습할 수 있습니다</translation>
    </message>
    <message>
        <source>Step</source>
        <translation>스텝</translation>
    </message>
    <message>
        <source>Images/s</source>
        <translation>그림/초</translation>
    </message>
    <message>
        <source>Trained for</source>
        <translation>학습 시간</translation>
    </message>
    <message>
        <source>Time left</source>
        <translation>남은 시간</translation>
    </message>
    <message>
        <source>Device</source>
        <translation>장치</translation>
    </message>
    <message>
        <source>Memory</source>
        <translation>메모리</translation>
    </message>
    <message>
        <source>Loading</source>
        <translation>불러오기</translation>
    </message>
    <message>
        <source>Loading is the part of each step spent waiting for data</source>
        <translation>불러오기는 한 스텝에서 데이터를 기다리는 시간의 비율입니다</translation>
    </message>
    <message>
        <source>Losses</source>
        <translation>손실</translation>
    </message>
    <message>
        <source>Metrics</source>
        <translation>지표</translation>
    </message>
    <message>
        <source>Log</source>
        <translation>기록</translation>
    </message>
    <message>
        <source>The run failed and did not say why.</source>
        <translation>학습이 이유를 알리지 않고 실패했습니다.</translation>
    </message>
    <message>
        <source>Nothing since the last saved state is there; train on to continue from it.</source>
        <translation>마지막으로 저장된 상태 뒤의 것은 없습니다. 이어서 학습하면 그 상태에서 계속합니다.</translation>
    </message>
    <message>
        <source>The run was ended from outside.</source>
        <translation>학습이 바깥에서 강제로 끝났습니다.</translation>
    </message>
    <message>
        <source>Make room, and the run goes on by itself.</source>
        <translation>공간을 비우면 학습이 저절로 계속됩니다.</translation>
    </message>
    <message>
        <source>A fifth of the time or more is spent waiting for data.</source>
        <translation>시간의 5분의 1 이상을 데이터를 기다리는 데 쓰고 있습니다.</translation>
    </message>
    <message>
        <source>Keep the data on a faster disk, or close what uses the CPU.</source>
        <translation>데이터를 더 빠른 디스크에 두거나 CPU를 쓰는 다른 프로그램을 닫으세요.</translation>
    </message>
</context>
<context>
    <name>Samples</name>
    <message>
        <source>Time of the sample</source>
        <translation>샘플의 시점</translation>
    </message>
    <message>
        <source>Step {0} · {1} of {2}</source>
        <translation>스텝 {0} · {2}개 중 {1}번째</translation>
    </message>
    <message>
        <source>Reading a sample</source>
        <translation>샘플 읽는 중</translation>
    </message>
</context>
<context>
    <name>SavePresetDialog</name>
    <message>
        <source>In a sentence, if you like</source>
        <translation>원하면 한 문장으로</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>이름</translation>
    </message>
    <message>
        <source>What it is for</source>
        <translation>쓰임</translation>
    </message>
    <message>
        <source>Keep the seed</source>
        <translation>시드도 저장</translation>
    </message>
    <message>
        <source>Save as preset</source>
        <translation>프리셋으로 저장</translation>
    </message>
    <message>
        <source>Replace preset</source>
        <translation>프리셋 바꾸기</translation>
    </message>
    <message>
        <source>Save preset</source>
        <translation>프리셋 저장</translation>
    </message>
    <message>
        <source>You have a preset of this name; it will be replaced.</source>
        <translation>같은 이름의 프리셋이 있습니다. 새것으로 바뀝니다.</translation>
    </message>
</context>
<context>
    <name>SaveRecipeDialog</name>
    <message>
        <source>Save as recipe</source>
        <translation>레시피로 저장</translation>
    </message>
    <message>
        <source>Choose file…</source>
        <translation>파일 고르기…</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>이름</translation>
    </message>
    <message>
        <source>Given each time</source>
        <translation>매번 고르기</translation>
    </message>
    <message>
        <source>Always this one</source>
        <translation>항상 이것</translation>
    </message>
    <message>
        <source>What was done here will be done to whatever is given as {0}.</source>
        <translation>여기서 한 작업을 {0} 자리에 넣는 모든 것에 똑같이 적용합니다.</translation>
    </message>
    <message>
        <source>Something must be given each time.</source>
        <translation>매번 고를 것이 하나는 있어야 합니다.</translation>
    </message>
</context>
<context>
    <name>SeedControl</name>
    <message>
        <source>Throw a new seed</source>
        <translation>새 시드 뽑기</translation>
    </message>
    <message>
        <source>Keep this seed</source>
        <translation>이 시드 고정</translation>
    </message>
</context>
<context>
    <name>SeedMap</name>
    <message>
        <source>Plane of seeds</source>
        <translation>시드 평면</translation>
    </message>
    <message>
        <source>Drag to wander, click to go there, arrows step. Ctrl and drag takes a picture along.</source>
        <translation>끌어서 거닐고, 클릭하면 그곳으로 가고, 방향키로 한 칸씩 옮깁니다. Ctrl을 누르고 끌면 그림을 가져갑니다.</translation>
    </message>
</context>
<context>
    <name>Sentence</name>
    <message>
        <source>There is nothing in it yet that could be drawn.</source>
        <translation>아직 그릴 만한 내용이 없습니다.</translation>
    </message>
    <message>
        <source>This model knows none of these words: {0}</source>
        <translation>이 모델이 아는 단어가 없습니다: {0}</translation>
    </message>
    <message>
        <source>Unknown to this model: {0}</source>
        <translation>이 모델이 모르는 단어: {0}</translation>
    </message>
    <message>
        <source>Too long: not read from “{0}” on.</source>
        <translation>너무 깁니다. “{0}”부터는 읽지 않습니다.</translation>
    </message>
</context>
<context>
    <name>Setup</name>
    <message>
        <source>Name the folder for the results.</source>
        <translation>결과를 넣을 폴더를 정하세요.</translation>
    </message>
    <message>
        <source>Name the folder that is to be read.</source>
        <translation>읽을 폴더를 정하세요.</translation>
    </message>
    <message>
        <source>Name the values that are to be tried, or a table of them.</source>
        <translation>시험할 값을 적거나 값의 표를 고르세요.</translation>
    </message>
    <message>
        <source>What to do</source>
        <translation>할 일</translation>
    </message>
    <message>
        <source>Open a recipe…</source>
        <translation>레시피 열기…</translation>
    </message>
    <message>
        <source>From</source>
        <translation>원본</translation>
    </message>
    <message>
        <source>Folders inside it, too</source>
        <translation>하위 폴더도 포함</translation>
    </message>
    <message>
        <source>Table of values, if any</source>
        <translation>값 표 (있으면)</translation>
    </message>
    <message>
        <source>CSV or JSON Lines: each row gives values and files, and perhaps the name of its output.</source>
        <translation>CSV나 JSON Lines: 행마다 값과 파일을 정하고, 결과 파일 이름도 정할 수 있습니다.</translation>
    </message>
    <message>
        <source>As the files say</source>
        <translation>파일에 적힌 대로</translation>
    </message>
    <message>
        <source>Classes of the label maps</source>
        <translation>레이블 맵의 클래스</translation>
    </message>
    <message>
        <source>To</source>
        <translation>결과</translation>
    </message>
    <message>
        <source>Folder for the results</source>
        <translation>결과를 저장할 폴더</translation>
    </message>
    <message>
        <source>Recipe: {0}</source>
        <translation>레시피: {0}</translation>
    </message>
    <message>
        <source>Values</source>
        <translation>값</translation>
    </message>
    <message>
        <source>Steps</source>
        <translation>단계</translation>
    </message>
    <message>
        <source>{0}, if any</source>
        <translation>{0}(있을 때만)</translation>
    </message>
</context>
<context>
    <name>SeveralValues</name>
    <message>
        <source>Try several values of one</source>
        <translation>한 값을 여러 가지로 시험</translation>
    </message>
    <message>
        <source>A picture of each value, such as of the seeds 1-100</source>
        <translation>값마다 그림을 한 장씩 만듭니다. 예: 시드 1-100</translation>
    </message>
</context>
<context>
    <name>Sheet</name>
    <message>
        <source>Samples</source>
        <translation>샘플</translation>
    </message>
    <message>
        <source>The first sample comes soon</source>
        <translation>첫 샘플이 곧 나옵니다</translation>
    </message>
</context>
<context>
    <name>ShortcutsDialog</name>
    <message>
        <source>Keyboard shortcuts</source>
        <translation>키보드 단축키</translation>
    </message>
    <message>
        <source>Canvas</source>
        <translation>캔버스</translation>
    </message>
    <message>
        <source>Move the picture</source>
        <translation>그림 옮기기</translation>
    </message>
    <message>
        <source>Space and drag</source>
        <translation>스페이스 누르고 끌기</translation>
    </message>
    <message>
        <source>Zoom</source>
        <translation>확대와 축소</translation>
    </message>
    <message>
        <source>Wheel</source>
        <translation>휠</translation>
    </message>
    <message>
        <source>Show the picture before</source>
        <translation>이전 그림 보기</translation>
    </message>
    <message>
        <source>Hold \</source>
        <translation>\ 누르고 있기</translation>
    </message>
    <message>
        <source>Pick a colour or class</source>
        <translation>색이나 클래스 집어내기</translation>
    </message>
    <message>
        <source>Alt and click</source>
        <translation>Alt 누르고 클릭</translation>
    </message>
    <message>
        <source>Choose a class</source>
        <translation>클래스 고르기</translation>
    </message>
</context>
<context>
    <name>SizeFields</name>
    <message>
        <source>Width</source>
        <translation>너비</translation>
    </message>
    <message>
        <source>Height</source>
        <translation>높이</translation>
    </message>
</context>
<context>
    <name>Sketches</name>
    <message>
        <source>Sketch</source>
        <translation>스케치</translation>
    </message>
    <message>
        <source>Coloured</source>
        <translation>채색</translation>
    </message>
    <message>
        <source>Paper</source>
        <translation>종이</translation>
    </message>
    <message>
        <source>Colour hints</source>
        <translation>색 힌트</translation>
    </message>
</context>
<context>
    <name>Sliders</name>
    <message>
        <source>Class</source>
        <translation>클래스</translation>
    </message>
    <message>
        <source>What the model is to draw</source>
        <translation>모델이 그릴 것</translation>
    </message>
    <message>
        <source>Find directions…</source>
        <translation>방향 찾기…</translation>
    </message>
    <message>
        <source>Add a slider from words…</source>
        <translation>말로 슬라이더 만들기…</translation>
    </message>
    <message>
        <source>Learn a direction from pictures that you tag…</source>
        <translation>그림에 표시해 방향 가르치기…</translation>
    </message>
    <message>
        <source>Open a file of directions…</source>
        <translation>방향 파일 열기…</translation>
    </message>
    <message>
        <source>Compare parameters on a sheet…</source>
        <translation>매개변수를 표로 비교…</translation>
    </message>
    <message>
        <source>Put all sliders back</source>
        <translation>슬라이더 모두 되돌리기</translation>
    </message>
    <message>
        <source>This model has no sliders yet. Its directions are found within seconds.</source>
        <translation>이 모델에는 아직 슬라이더가 없습니다. 몇 초면 방향을 찾을 수 있습니다.</translation>
    </message>
    <message>
        <source>Loading the model…</source>
        <translation>모델을 불러오는 중…</translation>
    </message>
    <message>
        <source>Make independent of</source>
        <translation>다음과 무관하게 만들기</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>삭제</translation>
    </message>
    <message>
        <source>Open directions</source>
        <translation>방향 열기</translation>
    </message>
    <message>
        <source>Files of directions</source>
        <translation>방향 파일</translation>
    </message>
    <message>
        <source>{0} directions were added.</source>
        <translation>방향 {0}개를 추가했습니다.</translation>
    </message>
    <message>
        <source>Opening {0}</source>
        <translation>{0} 여는 중</translation>
    </message>
    <message>
        <source>Layers and more: {0}</source>
        <translation>층과 그 밖의 설정: {0}</translation>
    </message>
    <message>
        <source>As it was found</source>
        <translation>찾은 그대로</translation>
    </message>
    <message>
        <source>All layers</source>
        <translation>모든 층</translation>
    </message>
    <message>
        <source>Coarse layers</source>
        <translation>거친 층</translation>
    </message>
    <message>
        <source>Middle layers</source>
        <translation>중간 층</translation>
    </message>
    <message>
        <source>Fine layers</source>
        <translation>세밀한 층</translation>
    </message>
</context>
<context>
    <name>SourceRow</name>
    <message>
        <source>C</source>
        <translation>거</translation>
    </message>
    <message>
        <source>Coarse: pose and shape</source>
        <translation>거친 층: 자세와 형태</translation>
    </message>
    <message>
        <source>M</source>
        <translation>중</translation>
    </message>
    <message>
        <source>Middle: parts and features</source>
        <translation>중간 층: 부분과 생김새</translation>
    </message>
    <message>
        <source>F</source>
        <translation>세</translation>
    </message>
    <message>
        <source>Fine: colours and texture</source>
        <translation>세밀한 층: 색과 질감</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>빼기</translation>
    </message>
    <message>
        <source>Seed {0}</source>
        <translation>시드 {0}</translation>
    </message>
    <message>
        <source>Latent</source>
        <translation>잠재 벡터</translation>
    </message>
    <message>
        <source>Choose it, then paint layers in the strip</source>
        <translation>고른 다음 띠에서 층을 칠하세요</translation>
    </message>
</context>
<context>
    <name>StartPage</name>
    <message>
        <source>Make</source>
        <translation>만들기</translation>
    </message>
    <message>
        <source>Continue</source>
        <translation>이어서 하기</translation>
    </message>
    <message>
        <source>Learn</source>
        <translation>배우기</translation>
    </message>
    <message>
        <source>Empty canvas…</source>
        <translation>빈 캔버스…</translation>
    </message>
    <message>
        <source>Begin with an empty label map or a blank picture of any size.</source>
        <translation>원하는 크기의 빈 레이블 맵이나 빈 그림으로 시작합니다.</translation>
    </message>
    <message>
        <source>Open…</source>
        <translation>열기…</translation>
    </message>
    <message>
        <source>A picture, a label map or a project. You can also drop it anywhere.</source>
        <translation>그림, 레이블 맵, 프로젝트를 엽니다. 창 아무 데나 끌어다 놓아도 됩니다.</translation>
    </message>
    <message>
        <source>Untitled</source>
        <translation>제목 없음</translation>
    </message>
    <message>
        <source>Recovered</source>
        <translation>복구됨</translation>
    </message>
    <message>
        <source>Nothing yet. What you open or save will wait here.</source>
        <translation>아직 없습니다. 열거나 저장한 그림이 여기에 모입니다.</translation>
    </message>
    <message>
        <source>Paint with neural networks, on your own machine.</source>
        <translation>내 컴퓨터에서, 신경망으로 그리세요.</translation>
    </message>
    <message>
        <source>Models…</source>
        <translation>모델…</translation>
    </message>
    <message>
        <source>See, import and download models (Ctrl+Shift+M)</source>
        <translation>모델 보기, 가져오기, 내려받기 (Ctrl+Shift+M)</translation>
    </message>
    <message>
        <source>just now</source>
        <translation>방금</translation>
    </message>
    <message>
        <source>{0} min ago</source>
        <translation>{0}분 전</translation>
    </message>
    <message>
        <source>{0} h ago</source>
        <translation>{0}시간 전</translation>
    </message>
    <message>
        <source>{0} days ago</source>
        <translation>{0}일 전</translation>
    </message>
</context>
<context>
    <name>StatusBar</name>
    <message>
        <source>Device and memory</source>
        <translation>장치와 메모리</translation>
    </message>
    <message>
        <source>Show device, memory and what runs</source>
        <translation>장치, 메모리, 실행 중인 작업 보기</translation>
    </message>
    <message>
        <source>Getting ready…</source>
        <translation>준비하는 중…</translation>
    </message>
    <message>
        <source>rendering…</source>
        <translation>렌더링 중…</translation>
    </message>
    <message>
        <source>What runs, and where</source>
        <translation>실행 중인 작업과 장치</translation>
    </message>
    <message>
        <source>Now</source>
        <translation>지금</translation>
    </message>
    <message>
        <source>nothing</source>
        <translation>없음</translation>
    </message>
    <message>
        <source>Last</source>
        <translation>마지막</translation>
    </message>
    <message>
        <source>On</source>
        <translation>사용 장치</translation>
    </message>
    <message>
        <source>Device</source>
        <translation>장치</translation>
    </message>
    <message>
        <source>Memory</source>
        <translation>메모리</translation>
    </message>
    <message>
        <source>{0} of {1}</source>
        <translation>{1} 중 {0}</translation>
    </message>
    <message>
        <source>{0} s</source>
        <translation>{0}초</translation>
    </message>
    <message>
        <source>{0} s left</source>
        <translation>{0}초 남음</translation>
    </message>
    <message>
        <source>{0} min left</source>
        <translation>{0}분 남음</translation>
    </message>
</context>
<context>
    <name>Strip</name>
    <message>
        <source>Layers and their sources</source>
        <translation>층과 그 출처</translation>
    </message>
    <message>
        <source>Click or drag over layers to give them to the chosen source</source>
        <translation>층을 클릭하거나 끌어서 고른 출처에 줍니다</translation>
    </message>
    <message>
        <source>Coarse</source>
        <translation>거친 층</translation>
    </message>
    <message>
        <source>Middle</source>
        <translation>중간 층</translation>
    </message>
    <message>
        <source>Fine</source>
        <translation>세밀한 층</translation>
    </message>
</context>
<context>
    <name>SuggestedText</name>
    <message>
        <source>Something else…</source>
        <translation>직접 입력…</translation>
    </message>
</context>
<context>
    <name>TagLine</name>
    <message>
        <source>Add a tag</source>
        <translation>태그 추가</translation>
    </message>
    <message>
        <source>Remove the tag {0}</source>
        <translation>{0} 태그 빼기</translation>
    </message>
</context>
<context>
    <name>Thumbnails</name>
    <message>
        <source>{0} examples</source>
        <translation>예시 {0}개</translation>
    </message>
</context>
<context>
    <name>Title</name>
    <message>
        <source>Name</source>
        <translation>이름</translation>
    </message>
    <message>
        <source>Rename</source>
        <translation>이름 바꾸기</translation>
    </message>
</context>
<context>
    <name>ToolOptionsBar</name>
    <message>
        <source>Size</source>
        <translation>크기</translation>
    </message>
    <message>
        <source>Diameter of the brush ([ and ], or shift and drag)</source>
        <translation>브러시 지름 ([ 와 ], 또는 Shift 누르고 끌기)</translation>
    </message>
    <message>
        <source>Hardness</source>
        <translation>경도</translation>
    </message>
    <message>
        <source>How sharp the edge is</source>
        <translation>가장자리가 또렷한 정도</translation>
    </message>
    <message>
        <source>Opacity</source>
        <translation>불투명도</translation>
    </message>
    <message>
        <source>How much one stroke covers</source>
        <translation>한 획이 덮는 정도</translation>
    </message>
    <message>
        <source>Smoothing</source>
        <translation>손떨림 보정</translation>
    </message>
    <message>
        <source>Calms the line of the hand</source>
        <translation>손으로 그은 선을 매끄럽게 합니다</translation>
    </message>
    <message>
        <source>Thinnest</source>
        <translation>최소 굵기</translation>
    </message>
    <message>
        <source>What is left of the width without pressure</source>
        <translation>압력이 없을 때 남는 굵기의 비율</translation>
    </message>
    <message>
        <source>Tolerance</source>
        <translation>허용 오차</translation>
    </message>
    <message>
        <source>How different colours may be to be filled</source>
        <translation>채울 때 허용하는 색 차이</translation>
    </message>
    <message>
        <source>Filled</source>
        <translation>안쪽 채우기</translation>
    </message>
    <message>
        <source>Connected area only</source>
        <translation>이어진 영역만</translation>
    </message>
    <message>
        <source>What the pressure of the pen changes</source>
        <translation>펜 압력이 바꾸는 것</translation>
    </message>
    <message>
        <source>Pressure changes the size</source>
        <translation>압력으로 크기 조절</translation>
    </message>
    <message>
        <source>Pressure changes the opacity</source>
        <translation>압력으로 불투명도 조절</translation>
    </message>
    <message>
        <source>Without a pen, speed thins the line</source>
        <translation>펜이 없으면 속도에 따라 가늘어짐</translation>
    </message>
    <message>
        <source>Tool options</source>
        <translation>도구 옵션</translation>
    </message>
</context>
<context>
    <name>Tools</name>
    <message>
        <source>Brush</source>
        <translation>브러시</translation>
    </message>
    <message>
        <source>Ink</source>
        <translation>잉크</translation>
    </message>
    <message>
        <source>Eraser</source>
        <translation>지우개</translation>
    </message>
    <message>
        <source>Fill</source>
        <translation>채우기</translation>
    </message>
    <message>
        <source>Line</source>
        <translation>선</translation>
    </message>
    <message>
        <source>Rectangle</source>
        <translation>사각형</translation>
    </message>
    <message>
        <source>Ellipse</source>
        <translation>타원</translation>
    </message>
    <message>
        <source>Eyedropper</source>
        <translation>스포이트</translation>
    </message>
    <message>
        <source>Select a rectangle</source>
        <translation>사각형 선택</translation>
    </message>
    <message>
        <source>Select an ellipse</source>
        <translation>타원 선택</translation>
    </message>
    <message>
        <source>Move points</source>
        <translation>점 옮기기</translation>
    </message>
    <message>
        <source>Hand</source>
        <translation>손</translation>
    </message>
    <message>
        <source>Zoom</source>
        <translation>돋보기</translation>
    </message>
    <message>
        <source>Shift adds, Alt takes away, both keep what overlaps. A click deselects.</source>
        <translation>Shift는 더하기, Alt는 빼기, 둘 다 누르면 겹친 곳만 남습니다. 클릭하면 선택이 풀립니다.</translation>
    </message>
    <message>
        <source>Click what you want to paint with. Alt does so with any brush.</source>
        <translation>칠하고 싶은 것을 클릭하세요. 다른 브러시에서는 Alt를 누르면 됩니다.</translation>
    </message>
    <message>
        <source>Drag from what is to move to where it should be. Alt-click removes.</source>
        <translation>옮길 곳에서 갈 곳까지 끄세요. Alt를 누르고 클릭하면 지웁니다.</translation>
    </message>
    <message>
        <source>Drag to move the picture. Space does so with any tool.</source>
        <translation>끌어서 그림을 옮깁니다. 다른 도구에서는 스페이스를 누르면 됩니다.</translation>
    </message>
    <message>
        <source>Click to come nearer, with Alt to go away. Drag to fill the view.</source>
        <translation>클릭하면 확대, Alt와 함께 누르면 축소됩니다. 끌면 그 영역이 화면을 채웁니다.</translation>
    </message>
</context>
<context>
    <name>TrainWindow</name>
    <message>
        <source>Train a model</source>
        <translation>모델 학습</translation>
    </message>
    <message>
        <source>Looking at the runs</source>
        <translation>학습 목록 살펴보는 중</translation>
    </message>
    <message>
        <source>Starting the run</source>
        <translation>학습 시작하는 중</translation>
    </message>
    <message>
        <source>Reading the model’s card</source>
        <translation>모델 카드 읽는 중</translation>
    </message>
    <message>
        <source>The model is in your library as “{0}”.</source>
        <translation>모델이 “{0}” 이름으로 라이브러리에 들어갔습니다.</translation>
    </message>
    <message>
        <source>Adding {0} to the library</source>
        <translation>{0} 라이브러리에 추가하는 중</translation>
    </message>
    <message>
        <source>Reading the library</source>
        <translation>라이브러리 읽는 중</translation>
    </message>
    <message>
        <source>Open a run</source>
        <translation>학습 열기</translation>
    </message>
    <message>
        <source>There is no run in {0}.</source>
        <translation>{0}에는 학습이 없습니다.</translation>
    </message>
    <message>
        <source>The folder of a run has a file {0}.</source>
        <translation>학습 폴더에는 {0} 파일이 있습니다.</translation>
    </message>
    <message>
        <source>Show this run</source>
        <translation>이 학습 보기</translation>
    </message>
    <message>
        <source>Train on it</source>
        <translation>이것으로 학습</translation>
    </message>
    <message>
        <source>“{0}” is no folder and no zip file</source>
        <translation>“{0}”은(는) 폴더도 zip 파일도 아닙니다</translation>
    </message>
</context>
<context>
    <name>Training</name>
    <message>
        <source>Pictures</source>
        <translation>그림</translation>
    </message>
    <message>
        <source>Pictures with classes</source>
        <translation>클래스가 있는 그림</translation>
    </message>
    <message>
        <source>Pairs of pictures</source>
        <translation>그림 쌍</translation>
    </message>
    <message>
        <source>Two sets of pictures</source>
        <translation>그림 두 묶음</translation>
    </message>
    <message>
        <source>Pictures with label maps</source>
        <translation>레이블 맵이 있는 그림</translation>
    </message>
    <message>
        <source>Pictures with captions</source>
        <translation>설명글이 있는 그림</translation>
    </message>
    <message>
        <source>Several domains</source>
        <translation>여러 도메인</translation>
    </message>
    <message>
        <source>Pictures with attributes</source>
        <translation>속성이 있는 그림</translation>
    </message>
    <message>
        <source>Pictures with boxes</source>
        <translation>상자가 있는 그림</translation>
    </message>
    <message>
        <source>Pictures with masks</source>
        <translation>마스크가 있는 그림</translation>
    </message>
    <message>
        <source>Pictures with sound</source>
        <translation>소리가 있는 그림</translation>
    </message>
    <message>
        <source>Paints a picture from a label map</source>
        <translation>레이블 맵에서 그림을 그립니다</translation>
    </message>
    <message>
        <source>Finds the label map of a picture</source>
        <translation>그림의 레이블 맵을 찾습니다</translation>
    </message>
    <message>
        <source>Names what a picture shows, one of your classes</source>
        <translation>그림에 담긴 것을 내 클래스 가운데 하나로 알아냅니다</translation>
    </message>
    <message>
        <source>Turns one picture into its partner</source>
        <translation>그림을 그 짝으로 바꿉니다</translation>
    </message>
    <message>
        <source>Turns pictures of one set into the other’s, and back</source>
        <translation>한 묶음의 그림을 다른 묶음의 그림으로, 다시 거꾸로 바꿉니다</translation>
    </message>
    <message>
        <source>Makes new pictures like yours</source>
        <translation>당신의 그림과 닮은 새 그림을 만듭니다</translation>
    </message>
    <message>
        <source>Finds the styles with which a generator draws a picture</source>
        <translation>생성기가 그림을 그려 내는 스타일을 찾습니다</translation>
    </message>
    <message>
        <source>Tells which sentences and pictures belong together</source>
        <translation>어느 문장과 그림이 서로 맞는지 알아봅니다</translation>
    </message>
    <message>
        <source>Makes new small pictures like yours, fast</source>
        <translation>당신의 그림과 닮은 작은 새 그림을 빠르게 만듭니다</translation>
    </message>
    <message>
        <source>Makes pictures from sentences, in the manner of 2016</source>
        <translation>2016년 방식으로 문장에서 그림을 만듭니다</translation>
    </message>
    <message>
        <source>Makes pictures from sentences, guided by CLIP</source>
        <translation>CLIP의 안내로 문장에서 그림을 만듭니다</translation>
    </message>
    <message>
        <source>Makes pictures from sentences, by a StyleGAN2 and CLIP</source>
        <translation>StyleGAN2와 CLIP으로 문장에서 그림을 만듭니다</translation>
    </message>
    <message>
        <source>Makes pictures larger, with the detail that they lack</source>
        <translation>모자란 세부를 그려 넣으며 그림을 크게 만듭니다</translation>
    </message>
    <message>
        <source> or </source>
        <translation> 또는 </translation>
    </message>
    <message>
        <source>Needs {0}</source>
        <translation>필요한 데이터: {0}</translation>
    </message>
    <message>
        <source>Tiny</source>
        <translation>아주 작게</translation>
    </message>
    <message>
        <source>Small</source>
        <translation>작게</translation>
    </message>
    <message>
        <source>Paper</source>
        <translation>논문대로</translation>
    </message>
    <message>
        <source>Minutes on a CPU. Shows that your data works; pictures stay rough.</source>
        <translation>CPU로 몇 분. 데이터가 쓸 만한지 보여 주며, 그림은 거칩니다.</translation>
    </message>
    <message>
        <source>A night on a CPU, or any GPU. Good for a style of your own.</source>
        <translation>CPU로 하룻밤, 또는 아무 GPU. 나만의 화풍에 알맞습니다.</translation>
    </message>
    <message>
        <source>As the authors trained: days on a large GPU. Not for a CPU.</source>
        <translation>저자들이 학습한 대로: 큰 GPU로 며칠. CPU에는 맞지 않습니다.</translation>
    </message>
    <message>
        <source>Getting ready</source>
        <translation>준비 중</translation>
    </message>
    <message>
        <source>Training</source>
        <translation>학습 중</translation>
    </message>
    <message>
        <source>Paused</source>
        <translation>일시정지됨</translation>
    </message>
    <message>
        <source>Waiting for room on the disk</source>
        <translation>디스크 공간을 기다리는 중</translation>
    </message>
    <message>
        <source>Finished</source>
        <translation>끝남</translation>
    </message>
    <message>
        <source>Stopped</source>
        <translation>멈춤</translation>
    </message>
    <message>
        <source>Failed</source>
        <translation>실패</translation>
    </message>
    <message>
        <source>Interrupted</source>
        <translation>중단됨</translation>
    </message>
    <message>
        <source>{0} s</source>
        <translation>{0}초</translation>
    </message>
    <message>
        <source>{0} min</source>
        <translation>{0}분</translation>
    </message>
    <message>
        <source>{0} h</source>
        <translation>{0}시간</translation>
    </message>
    <message>
        <source>no limit</source>
        <translation>제한 없음</translation>
    </message>
    <message>
        <source>{0} h left</source>
        <translation>{0}시간 남음</translation>
    </message>
    <message>
        <source>{0} more</source>
        <translation>외 {0}개</translation>
    </message>
</context>
<context>
    <name>TrainingController</name>
    <message>
        <source>The run “{0}” is still training.</source>
        <translation>“{0}” 학습이 아직 진행 중입니다.</translation>
    </message>
    <message>
        <source>{0} runs are still training.</source>
        <translation>학습 {0}개가 아직 진행 중입니다.</translation>
    </message>
    <message>
        <source>It can go on without this window; you find it again under Train a model.</source>
        <translation>이 창 없이도 계속될 수 있으며, 모델 학습에서 다시 찾을 수 있습니다.</translation>
    </message>
    <message>
        <source>Leave it running</source>
        <translation>계속 두기</translation>
    </message>
    <message>
        <source>Stop and keep</source>
        <translation>멈추고 보관</translation>
    </message>
</context>
<context>
    <name>TroubleList</name>
    <message>
        <source>Open the models</source>
        <translation>모델 창 열기</translation>
    </message>
</context>
<context>
    <name>Variations</name>
    <message>
        <source>Best of</source>
        <translation>후보 수</translation>
    </message>
    <message>
        <source>So many seeds are drawn each time, and the picture that fits the words best is kept</source>
        <translation>매번 이만큼의 시드를 그려 글에 가장 잘 맞는 그림을 남깁니다</translation>
    </message>
    <message>
        <source>Best first</source>
        <translation>잘 맞는 순</translation>
    </message>
    <message>
        <source>Sort by how well they fit the words</source>
        <translation>글에 잘 맞는 순서로 정렬합니다</translation>
    </message>
    <message>
        <source>Variations</source>
        <translation>변형</translation>
    </message>
    <message>
        <source>Seed {0}</source>
        <translation>시드 {0}</translation>
    </message>
    <message>
        <source>, fits by {0} of 100</source>
        <translation>, 일치도 100점 중 {0}점</translation>
    </message>
    <message>
        <source>These were drawn with other words or values.</source>
        <translation>다른 글이나 값으로 그린 것입니다.</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>중지</translation>
    </message>
    <message>
        <source>Draw {0} more</source>
        <translation>{0}장 더 그리기</translation>
    </message>
    <message>
        <source>Draw {0} variations</source>
        <translation>변형 {0}장 그리기</translation>
    </message>
</context>
<context>
    <name>Well</name>
    <message>
        <source>Drop a picture from the plane or the filmstrip here, or press to type a seed</source>
        <translation>평면이나 필름스트립의 그림을 여기에 놓거나, 눌러서 시드를 입력하세요</translation>
    </message>
    <message>
        <source>Seed {0}; press to take it out</source>
        <translation>시드 {0}, 누르면 뺍니다</translation>
    </message>
    <message>
        <source>Seed</source>
        <translation>시드</translation>
    </message>
</context>
<context>
    <name>WordGroups</name>
    <message>
        <source>Season</source>
        <translation>계절</translation>
    </message>
    <message>
        <source>Time of day</source>
        <translation>시간대</translation>
    </message>
    <message>
        <source>Water</source>
        <translation>물</translation>
    </message>
    <message>
        <source>Houses</source>
        <translation>집</translation>
    </message>
    <message>
        <source>Mountains</source>
        <translation>산</translation>
    </message>
    <message>
        <source>Forest</source>
        <translation>숲</translation>
    </message>
    <message>
        <source>Snow</source>
        <translation>눈</translation>
    </message>
    <message>
        <source>Sand</source>
        <translation>모래</translation>
    </message>
    <message>
        <source>Mist</source>
        <translation>안개</translation>
    </message>
    <message>
        <source>Path</source>
        <translation>길</translation>
    </message>
    <message>
        <source>Sky</source>
        <translation>하늘</translation>
    </message>
    <message>
        <source>Sun and moon</source>
        <translation>해와 달</translation>
    </message>
    <message>
        <source>Moon</source>
        <translation>달</translation>
    </message>
    <message>
        <source>Where</source>
        <translation>위치</translation>
    </message>
    <message>
        <source>Glasses</source>
        <translation>안경</translation>
    </message>
    <message>
        <source>Hair</source>
        <translation>머리 모양</translation>
    </message>
    <message>
        <source>Hair colour</source>
        <translation>머리 색</translation>
    </message>
    <message>
        <source>Beard</source>
        <translation>수염</translation>
    </message>
    <message>
        <source>Hat</source>
        <translation>모자</translation>
    </message>
    <message>
        <source>Skin</source>
        <translation>피부</translation>
    </message>
    <message>
        <source>Eyes</source>
        <translation>눈의 상태</translation>
    </message>
    <message>
        <source>Eye colour</source>
        <translation>눈동자 색</translation>
    </message>
    <message>
        <source>Clothes</source>
        <translation>옷</translation>
    </message>
    <message>
        <source>Background</source>
        <translation>배경</translation>
    </message>
    <message>
        <source>Turned</source>
        <translation>고개 방향</translation>
    </message>
    <message>
        <source>Looking</source>
        <translation>시선</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>빛</translation>
    </message>
    <message>
        <source>Mood</source>
        <translation>표정</translation>
    </message>
    <message>
        <source>Age</source>
        <translation>나이</translation>
    </message>
    <message>
        <source>Other words</source>
        <translation>그 밖의 단어</translation>
    </message>
</context>
<context>
    <name>WordsDialog</name>
    <message>
        <source>Words it knows</source>
        <translation>아는 단어</translation>
    </message>
    <message>
        <source>Search words</source>
        <translation>단어 찾기</translation>
    </message>
    <message>
        <source>Language of the words</source>
        <translation>단어의 언어</translation>
    </message>
    <message>
        <source>“{0}” stands in the sentence now.</source>
        <translation>“{0}”을(를) 문장에 넣었습니다.</translation>
    </message>
    <message>
        <source>No such word. Try another one, or part of it.</source>
        <translation>그런 단어가 없습니다. 다른 단어나 일부만 입력해 보세요.</translation>
    </message>
    <message>
        <source>Add a slider from words</source>
        <translation>말로 슬라이더 만들기</translation>
    </message>
    <message>
        <source>Say what the slider is to bring, and what stands there without it. English or Korean.</source>
        <translation>슬라이더가 가져올 것과 그것이 없을 때의 모습을 적으세요. 영어나 한국어로 씁니다.</translation>
    </message>
    <message>
        <source>What</source>
        <translation>무엇을</translation>
    </message>
    <message>
        <source>a smiling face</source>
        <translation>웃는 얼굴</translation>
    </message>
    <message>
        <source>Instead of</source>
        <translation>무엇 대신</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>이름</translation>
    </message>
    <message>
        <source>As the first text</source>
        <translation>첫 글과 같게</translation>
    </message>
    <message>
        <source>Progress</source>
        <translation>진행</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>닫기</translation>
    </message>
    <message>
        <source>Add slider</source>
        <translation>슬라이더 추가</translation>
    </message>
    <message>
        <source>The first slider of a model takes a little: CLIP looks at what the model does.</source>
        <translation>모델의 첫 슬라이더는 조금 걸립니다. CLIP이 모델이 하는 일을 살펴봅니다.</translation>
    </message>
    <message>
        <source>Making a slider from words</source>
        <translation>말로 슬라이더 만드는 중</translation>
    </message>
    <message>
        <source>“{0}” is a slider now.</source>
        <translation>“{0}”이(가) 슬라이더가 되었습니다.</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>멈추기</translation>
    </message>
</context>
<context>
    <name>_Head</name>
    <message>
        <source>More actions</source>
        <translation>추가 작업</translation>
    </message>
</context>
<context>
    <name>_Line</name>
    <message>
        <source>Parameter</source>
        <translation>매개변수</translation>
    </message>
    <message>
        <source>Values</source>
        <translation>값</translation>
    </message>
    <message>
        <source>Only one value</source>
        <translation>값 하나만 쓰기</translation>
    </message>
    <message>
        <source>one|another</source>
        <translation>하나|다른 하나</translation>
    </message>
    <message>
        <source>Values such as {0}</source>
        <translation>예: {0}</translation>
    </message>
</context>
<context>
    <name>_Offer</name>
    <message>
        <source>Layer</source>
        <translation>레이어</translation>
    </message>
</context>
<context>
    <name>_Row</name>
    <message>
        <source>Confirm</source>
        <translation>확인</translation>
    </message>
    <message>
        <source>This model came with the program.</source>
        <translation>프로그램과 함께 온 모델입니다.</translation>
    </message>
    <message>
        <source>Assumed: {0}</source>
        <translation>가정: {0}</translation>
    </message>
    <message>
        <source>Left open so far.</source>
        <translation>아직 비어 있습니다.</translation>
    </message>
</context>
<context>
    <name>_Rows</name>
    <message>
        <source>In the library</source>
        <translation>라이브러리에 있음</translation>
    </message>
    <message>
        <source>Downloading</source>
        <translation>내려받는 중</translation>
    </message>
    <message>
        <source>Download</source>
        <translation>내려받기</translation>
    </message>
    <message>
        <source>Open page</source>
        <translation>페이지 열기</translation>
    </message>
</context>
<context>
    <name>_Title</name>
    <message>
        <source>Hide {0}</source>
        <translation>{0} 숨기기</translation>
    </message>
</context>
<context>
    <name>_View</name>
    <message>
        <source>Queue</source>
        <translation>대기열</translation>
    </message>
</context>
<context>
    <name>help</name>
    <message>
        <source>Paint a winter night</source>
        <translation>겨울밤 그리기</translation>
    </message>
    <message>
        <source>These are the things you can paint. Choose Mountain.</source>
        <translation>칠할 수 있는 것들입니다. ‘산’을 고르세요.</translation>
    </message>
    <message>
        <source>Paint a stroke into the sky of the label map. The picture follows your hand.</source>
        <translation>레이블 맵의 하늘에 한 획을 그어 보세요. 그림이 손을 따라옵니다.</translation>
    </message>
    <message>
        <source>Now choose another season and hour: winter, night.</source>
        <translation>이제 다른 계절과 시간을 고르세요: 겨울, 밤.</translation>
    </message>
    <message>
        <source>Everything stays editable: the label map, the season, the variation. Paint on!</source>
        <translation>레이블 맵, 계절, 변형 모두 언제든 고칠 수 있습니다. 계속 그려 보세요!</translation>
    </message>
    <message>
        <source>Try, and take it back</source>
        <translation>해 보고 되돌리기</translation>
    </message>
    <message>
        <source>A mountain, a stroke, another season. 30 s.</source>
        <translation>산 하나, 붓질 한 번, 계절 바꾸기. 30초.</translation>
    </message>
    <message>
        <source>Fill, undo, hide a layer. 30 s.</source>
        <translation>채우기, 실행 취소, 레이어 숨기기. 30초.</translation>
    </message>
    <message>
        <source>Choose the Fill tool, or press G.</source>
        <translation>채우기 도구를 고르거나 G를 누르세요.</translation>
    </message>
    <message>
        <source>Choose Water from the classes.</source>
        <translation>클래스에서 ‘물’을 고르세요.</translation>
    </message>
    <message>
        <source>Click on the grass of the label map: the meadow becomes a lake.</source>
        <translation>레이블 맵의 풀밭을 클릭하세요. 들판이 호수가 됩니다.</translation>
    </message>
    <message>
        <source>Take it back with Ctrl+Z, or click an earlier line in History.</source>
        <translation>Ctrl+Z로 되돌리거나 작업 내역에서 앞 단계를 클릭하세요.</translation>
    </message>
    <message>
        <source>Hide the rendering with the eye in Layers to see the label map alone.</source>
        <translation>레이어의 눈 아이콘으로 렌더링을 숨기면 레이블 맵만 보입니다.</translation>
    </message>
    <message>
        <source>Nothing you do here is final. History goes back to the first stroke.</source>
        <translation>무엇이든 되돌릴 수 있습니다. 작업 내역은 첫 획까지 거슬러 올라갑니다.</translation>
    </message>
    <message>
        <source>Find the best variation</source>
        <translation>가장 좋은 변형 찾기</translation>
    </message>
    <message>
        <source>Throw seeds, compare, keep one. 30 s.</source>
        <translation>시드 뽑기, 비교하기, 하나 고정하기. 30초.</translation>
    </message>
    <message>
        <source>One label map, many pictures. Press the die to throw another variation.</source>
        <translation>레이블 맵 하나로 여러 그림을 만듭니다. 주사위를 눌러 다른 변형을 뽑아 보세요.</translation>
    </message>
    <message>
        <source>Drag Variety to the right to let variations differ more.</source>
        <translation>다양성을 오른쪽으로 끌면 변형끼리 더 달라집니다.</translation>
    </message>
    <message>
        <source>Like it? Press the lock and the die leaves your seed alone. Export the picture with Ctrl+E.</source>
        <translation>마음에 드나요? 자물쇠를 누르면 시드가 고정됩니다. Ctrl+E로 그림을 내보내세요.</translation>
    </message>
    <message>
        <source>Colour a drawing</source>
        <translation>그림에 색 입히기</translation>
    </message>
    <message>
        <source>A line, a dab of colour, another version. 30 s.</source>
        <translation>선 하나, 색 한 점, 다른 변형. 30초.</translation>
    </message>
    <message>
        <source>Draw a line into the sketch: a hill, a roof, a cloud. The picture beside it follows.</source>
        <translation>스케치에 언덕이나 지붕, 구름을 선으로 그려 보세요. 옆의 그림이 따라옵니다.</translation>
    </message>
    <message>
        <source>Now the colours: press Colour, or B.</source>
        <translation>이제 색을 입힐 차례입니다. ‘색칠’이나 B를 누르세요.</translation>
    </message>
    <message>
        <source>Choose a colour and dab it where you want it. A dab is enough, the picture takes it up.</source>
        <translation>색을 골라 원하는 곳에 찍으세요. 한 점이면 그림이 그 색을 받아들입니다.</translation>
    </message>
    <message>
        <source>One drawing, many pictures. Press the die for another version.</source>
        <translation>그림 하나로 여러 결과를 만듭니다. 주사위를 눌러 다른 변형을 뽑아 보세요.</translation>
    </message>
    <message>
        <source>P goes back to the ink, Shift draws straight lines, Ctrl+Z takes anything back. Draw on!</source>
        <translation>P는 잉크로 돌아가고, Shift는 직선을 긋고, Ctrl+Z는 무엇이든 되돌립니다. 계속 그려 보세요!</translation>
    </message>
</context>
<context>
    <name>palette</name>
    <message>
        <source>Landscape</source>
        <translation>풍경</translation>
    </message>
    <message>
        <source>Sky</source>
        <translation>하늘</translation>
    </message>
    <message>
        <source>Cloud</source>
        <translation>구름</translation>
    </message>
    <message>
        <source>Sun or moon</source>
        <translation>해 또는 달</translation>
    </message>
    <message>
        <source>Mountain</source>
        <translation>산</translation>
    </message>
    <message>
        <source>Snow</source>
        <translation>눈</translation>
    </message>
    <message>
        <source>Hill</source>
        <translation>언덕</translation>
    </message>
    <message>
        <source>Forest</source>
        <translation>숲</translation>
    </message>
    <message>
        <source>Grass</source>
        <translation>풀밭</translation>
    </message>
    <message>
        <source>Sand</source>
        <translation>모래</translation>
    </message>
    <message>
        <source>Water</source>
        <translation>물</translation>
    </message>
    <message>
        <source>Path</source>
        <translation>길</translation>
    </message>
    <message>
        <source>House</source>
        <translation>집</translation>
    </message>
    <message>
        <source>ADE20K</source>
        <translation>ADE20K</translation>
    </message>
    <message>
        <source>Wall</source>
        <translation>벽</translation>
    </message>
    <message>
        <source>Building</source>
        <translation>건물</translation>
    </message>
    <message>
        <source>Floor</source>
        <translation>바닥</translation>
    </message>
    <message>
        <source>Tree</source>
        <translation>나무</translation>
    </message>
    <message>
        <source>Ceiling</source>
        <translation>천장</translation>
    </message>
    <message>
        <source>Road</source>
        <translation>도로</translation>
    </message>
    <message>
        <source>Bed</source>
        <translation>침대</translation>
    </message>
    <message>
        <source>Windowpane</source>
        <translation>유리창</translation>
    </message>
    <message>
        <source>Cabinet</source>
        <translation>수납장</translation>
    </message>
    <message>
        <source>Sidewalk</source>
        <translation>인도</translation>
    </message>
    <message>
        <source>Person</source>
        <translation>사람</translation>
    </message>
    <message>
        <source>Earth</source>
        <translation>흙</translation>
    </message>
    <message>
        <source>Door</source>
        <translation>문</translation>
    </message>
    <message>
        <source>Table</source>
        <translation>탁자</translation>
    </message>
    <message>
        <source>Plant</source>
        <translation>식물</translation>
    </message>
    <message>
        <source>Curtain</source>
        <translation>커튼</translation>
    </message>
    <message>
        <source>Chair</source>
        <translation>의자</translation>
    </message>
    <message>
        <source>Car</source>
        <translation>자동차</translation>
    </message>
    <message>
        <source>Painting</source>
        <translation>그림</translation>
    </message>
    <message>
        <source>Sofa</source>
        <translation>소파</translation>
    </message>
    <message>
        <source>Shelf</source>
        <translation>선반</translation>
    </message>
    <message>
        <source>Sea</source>
        <translation>바다</translation>
    </message>
    <message>
        <source>Mirror</source>
        <translation>거울</translation>
    </message>
    <message>
        <source>Rug</source>
        <translation>러그</translation>
    </message>
    <message>
        <source>Field</source>
        <translation>들판</translation>
    </message>
    <message>
        <source>Armchair</source>
        <translation>안락의자</translation>
    </message>
    <message>
        <source>Seat</source>
        <translation>좌석</translation>
    </message>
    <message>
        <source>Fence</source>
        <translation>울타리</translation>
    </message>
    <message>
        <source>Desk</source>
        <translation>책상</translation>
    </message>
    <message>
        <source>Rock</source>
        <translation>바위</translation>
    </message>
    <message>
        <source>Wardrobe</source>
        <translation>옷장</translation>
    </message>
    <message>
        <source>Lamp</source>
        <translation>램프</translation>
    </message>
    <message>
        <source>Bathtub</source>
        <translation>욕조</translation>
    </message>
    <message>
        <source>Railing</source>
        <translation>난간</translation>
    </message>
    <message>
        <source>Cushion</source>
        <translation>방석</translation>
    </message>
    <message>
        <source>Base</source>
        <translation>받침대</translation>
    </message>
    <message>
        <source>Box</source>
        <translation>상자</translation>
    </message>
    <message>
        <source>Column</source>
        <translation>원기둥</translation>
    </message>
    <message>
        <source>Signboard</source>
        <translation>간판</translation>
    </message>
    <message>
        <source>Chest of drawers</source>
        <translation>서랍장</translation>
    </message>
    <message>
        <source>Counter</source>
        <translation>카운터</translation>
    </message>
    <message>
        <source>Sink</source>
        <translation>싱크대</translation>
    </message>
    <message>
        <source>Skyscraper</source>
        <translation>고층 건물</translation>
    </message>
    <message>
        <source>Fireplace</source>
        <translation>벽난로</translation>
    </message>
    <message>
        <source>Refrigerator</source>
        <translation>냉장고</translation>
    </message>
    <message>
        <source>Grandstand</source>
        <translation>관중석</translation>
    </message>
    <message>
        <source>Stairs</source>
        <translation>계단</translation>
    </message>
    <message>
        <source>Runway</source>
        <translation>활주로</translation>
    </message>
    <message>
        <source>Case</source>
        <translation>진열장</translation>
    </message>
    <message>
        <source>Pool table</source>
        <translation>당구대</translation>
    </message>
    <message>
        <source>Pillow</source>
        <translation>베개</translation>
    </message>
    <message>
        <source>Screen door</source>
        <translation>방충문</translation>
    </message>
    <message>
        <source>Stairway</source>
        <translation>계단 통로</translation>
    </message>
    <message>
        <source>River</source>
        <translation>강</translation>
    </message>
    <message>
        <source>Bridge</source>
        <translation>다리</translation>
    </message>
    <message>
        <source>Bookcase</source>
        <translation>책장</translation>
    </message>
    <message>
        <source>Blind</source>
        <translation>블라인드</translation>
    </message>
    <message>
        <source>Coffee table</source>
        <translation>커피 테이블</translation>
    </message>
    <message>
        <source>Toilet</source>
        <translation>변기</translation>
    </message>
    <message>
        <source>Flower</source>
        <translation>꽃</translation>
    </message>
    <message>
        <source>Book</source>
        <translation>책</translation>
    </message>
    <message>
        <source>Bench</source>
        <translation>벤치</translation>
    </message>
    <message>
        <source>Countertop</source>
        <translation>조리대</translation>
    </message>
    <message>
        <source>Stove</source>
        <translation>가스레인지</translation>
    </message>
    <message>
        <source>Palm</source>
        <translation>야자수</translation>
    </message>
    <message>
        <source>Kitchen island</source>
        <translation>아일랜드 식탁</translation>
    </message>
    <message>
        <source>Computer</source>
        <translation>컴퓨터</translation>
    </message>
    <message>
        <source>Swivel chair</source>
        <translation>회전의자</translation>
    </message>
    <message>
        <source>Boat</source>
        <translation>보트</translation>
    </message>
    <message>
        <source>Bar</source>
        <translation>바</translation>
    </message>
    <message>
        <source>Arcade machine</source>
        <translation>오락기</translation>
    </message>
    <message>
        <source>Hovel</source>
        <translation>오두막</translation>
    </message>
    <message>
        <source>Bus</source>
        <translation>버스</translation>
    </message>
    <message>
        <source>Towel</source>
        <translation>수건</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>조명</translation>
    </message>
    <message>
        <source>Truck</source>
        <translation>트럭</translation>
    </message>
    <message>
        <source>Tower</source>
        <translation>탑</translation>
    </message>
    <message>
        <source>Chandelier</source>
        <translation>샹들리에</translation>
    </message>
    <message>
        <source>Awning</source>
        <translation>차양</translation>
    </message>
    <message>
        <source>Streetlight</source>
        <translation>가로등</translation>
    </message>
    <message>
        <source>Booth</source>
        <translation>부스</translation>
    </message>
    <message>
        <source>Television receiver</source>
        <translation>텔레비전</translation>
    </message>
    <message>
        <source>Airplane</source>
        <translation>비행기</translation>
    </message>
    <message>
        <source>Dirt track</source>
        <translation>흙길</translation>
    </message>
    <message>
        <source>Apparel</source>
        <translation>옷</translation>
    </message>
    <message>
        <source>Pole</source>
        <translation>기둥</translation>
    </message>
    <message>
        <source>Land</source>
        <translation>땅</translation>
    </message>
    <message>
        <source>Bannister</source>
        <translation>계단 난간</translation>
    </message>
    <message>
        <source>Escalator</source>
        <translation>에스컬레이터</translation>
    </message>
    <message>
        <source>Ottoman</source>
        <translation>발 받침대</translation>
    </message>
    <message>
        <source>Bottle</source>
        <translation>병</translation>
    </message>
    <message>
        <source>Buffet</source>
        <translation>찬장</translation>
    </message>
    <message>
        <source>Poster</source>
        <translation>포스터</translation>
    </message>
    <message>
        <source>Stage</source>
        <translation>무대</translation>
    </message>
    <message>
        <source>Van</source>
        <translation>승합차</translation>
    </message>
    <message>
        <source>Ship</source>
        <translation>배</translation>
    </message>
    <message>
        <source>Fountain</source>
        <translation>분수</translation>
    </message>
    <message>
        <source>Conveyer belt</source>
        <translation>컨베이어 벨트</translation>
    </message>
    <message>
        <source>Canopy</source>
        <translation>덮개</translation>
    </message>
    <message>
        <source>Washer</source>
        <translation>세탁기</translation>
    </message>
    <message>
        <source>Plaything</source>
        <translation>장난감</translation>
    </message>
    <message>
        <source>Swimming pool</source>
        <translation>수영장</translation>
    </message>
    <message>
        <source>Stool</source>
        <translation>걸상</translation>
    </message>
    <message>
        <source>Barrel</source>
        <translation>통</translation>
    </message>
    <message>
        <source>Basket</source>
        <translation>바구니</translation>
    </message>
    <message>
        <source>Waterfall</source>
        <translation>폭포</translation>
    </message>
    <message>
        <source>Tent</source>
        <translation>텐트</translation>
    </message>
    <message>
        <source>Bag</source>
        <translation>가방</translation>
    </message>
    <message>
        <source>Minibike</source>
        <translation>미니바이크</translation>
    </message>
    <message>
        <source>Cradle</source>
        <translation>요람</translation>
    </message>
    <message>
        <source>Oven</source>
        <translation>오븐</translation>
    </message>
    <message>
        <source>Ball</source>
        <translation>공</translation>
    </message>
    <message>
        <source>Food</source>
        <translation>음식</translation>
    </message>
    <message>
        <source>Step</source>
        <translation>디딤판</translation>
    </message>
    <message>
        <source>Tank</source>
        <translation>물탱크</translation>
    </message>
    <message>
        <source>Trade name</source>
        <translation>상표</translation>
    </message>
    <message>
        <source>Microwave</source>
        <translation>전자레인지</translation>
    </message>
    <message>
        <source>Pot</source>
        <translation>냄비</translation>
    </message>
    <message>
        <source>Animal</source>
        <translation>동물</translation>
    </message>
    <message>
        <source>Bicycle</source>
        <translation>자전거</translation>
    </message>
    <message>
        <source>Lake</source>
        <translation>호수</translation>
    </message>
    <message>
        <source>Dishwasher</source>
        <translation>식기세척기</translation>
    </message>
    <message>
        <source>Screen</source>
        <translation>화면</translation>
    </message>
    <message>
        <source>Blanket</source>
        <translation>담요</translation>
    </message>
    <message>
        <source>Sculpture</source>
        <translation>조각상</translation>
    </message>
    <message>
        <source>Hood</source>
        <translation>환풍 후드</translation>
    </message>
    <message>
        <source>Sconce</source>
        <translation>벽등</translation>
    </message>
    <message>
        <source>Vase</source>
        <translation>꽃병</translation>
    </message>
    <message>
        <source>Traffic light</source>
        <translation>신호등</translation>
    </message>
    <message>
        <source>Tray</source>
        <translation>쟁반</translation>
    </message>
    <message>
        <source>Ashcan</source>
        <translation>쓰레기통</translation>
    </message>
    <message>
        <source>Fan</source>
        <translation>선풍기</translation>
    </message>
    <message>
        <source>Pier</source>
        <translation>부두</translation>
    </message>
    <message>
        <source>CRT screen</source>
        <translation>브라운관 화면</translation>
    </message>
    <message>
        <source>Plate</source>
        <translation>접시</translation>
    </message>
    <message>
        <source>Monitor</source>
        <translation>모니터</translation>
    </message>
    <message>
        <source>Bulletin board</source>
        <translation>게시판</translation>
    </message>
    <message>
        <source>Shower</source>
        <translation>샤워기</translation>
    </message>
    <message>
        <source>Radiator</source>
        <translation>라디에이터</translation>
    </message>
    <message>
        <source>Glass</source>
        <translation>유리컵</translation>
    </message>
    <message>
        <source>Clock</source>
        <translation>시계</translation>
    </message>
    <message>
        <source>Flag</source>
        <translation>깃발</translation>
    </message>
    <message>
        <source>Cityscapes</source>
        <translation>Cityscapes</translation>
    </message>
    <message>
        <source>Unlabeled</source>
        <translation>레이블 없음</translation>
    </message>
    <message>
        <source>Ego vehicle</source>
        <translation>촬영 차량</translation>
    </message>
    <message>
        <source>Rectification border</source>
        <translation>보정 경계</translation>
    </message>
    <message>
        <source>Out of ROI</source>
        <translation>관심 영역 밖</translation>
    </message>
    <message>
        <source>Static</source>
        <translation>정지 물체</translation>
    </message>
    <message>
        <source>Dynamic</source>
        <translation>움직이는 물체</translation>
    </message>
    <message>
        <source>Ground</source>
        <translation>지면</translation>
    </message>
    <message>
        <source>Parking</source>
        <translation>주차장</translation>
    </message>
    <message>
        <source>Rail track</source>
        <translation>철로</translation>
    </message>
    <message>
        <source>Guard rail</source>
        <translation>가드레일</translation>
    </message>
    <message>
        <source>Tunnel</source>
        <translation>터널</translation>
    </message>
    <message>
        <source>Polegroup</source>
        <translation>기둥 묶음</translation>
    </message>
    <message>
        <source>Traffic sign</source>
        <translation>교통 표지판</translation>
    </message>
    <message>
        <source>Vegetation</source>
        <translation>식생</translation>
    </message>
    <message>
        <source>Terrain</source>
        <translation>지형</translation>
    </message>
    <message>
        <source>Rider</source>
        <translation>탄 사람</translation>
    </message>
    <message>
        <source>Caravan</source>
        <translation>캠핑카</translation>
    </message>
    <message>
        <source>Trailer</source>
        <translation>트레일러</translation>
    </message>
    <message>
        <source>Train</source>
        <translation>기차</translation>
    </message>
    <message>
        <source>Motorcycle</source>
        <translation>오토바이</translation>
    </message>
    <message>
        <source>License plate</source>
        <translation>번호판</translation>
    </message>
    <message>
        <source>COCO-Stuff</source>
        <translation>COCO-Stuff</translation>
    </message>
    <message>
        <source>Fire hydrant</source>
        <translation>소화전</translation>
    </message>
    <message>
        <source>Street sign</source>
        <translation>거리 표지판</translation>
    </message>
    <message>
        <source>Stop sign</source>
        <translation>정지 표지판</translation>
    </message>
    <message>
        <source>Parking meter</source>
        <translation>주차 요금기</translation>
    </message>
    <message>
        <source>Bird</source>
        <translation>새</translation>
    </message>
    <message>
        <source>Cat</source>
        <translation>고양이</translation>
    </message>
    <message>
        <source>Dog</source>
        <translation>개</translation>
    </message>
    <message>
        <source>Horse</source>
        <translation>말</translation>
    </message>
    <message>
        <source>Sheep</source>
        <translation>양</translation>
    </message>
    <message>
        <source>Cow</source>
        <translation>소</translation>
    </message>
    <message>
        <source>Elephant</source>
        <translation>코끼리</translation>
    </message>
    <message>
        <source>Bear</source>
        <translation>곰</translation>
    </message>
    <message>
        <source>Zebra</source>
        <translation>얼룩말</translation>
    </message>
    <message>
        <source>Giraffe</source>
        <translation>기린</translation>
    </message>
    <message>
        <source>Hat</source>
        <translation>모자</translation>
    </message>
    <message>
        <source>Backpack</source>
        <translation>배낭</translation>
    </message>
    <message>
        <source>Umbrella</source>
        <translation>우산</translation>
    </message>
    <message>
        <source>Shoe</source>
        <translation>신발</translation>
    </message>
    <message>
        <source>Eye glasses</source>
        <translation>안경</translation>
    </message>
    <message>
        <source>Handbag</source>
        <translation>핸드백</translation>
    </message>
    <message>
        <source>Tie</source>
        <translation>넥타이</translation>
    </message>
    <message>
        <source>Suitcase</source>
        <translation>여행 가방</translation>
    </message>
    <message>
        <source>Frisbee</source>
        <translation>원반</translation>
    </message>
    <message>
        <source>Skis</source>
        <translation>스키</translation>
    </message>
    <message>
        <source>Snowboard</source>
        <translation>스노보드</translation>
    </message>
    <message>
        <source>Sports ball</source>
        <translation>경기용 공</translation>
    </message>
    <message>
        <source>Kite</source>
        <translation>연</translation>
    </message>
    <message>
        <source>Baseball bat</source>
        <translation>야구 방망이</translation>
    </message>
    <message>
        <source>Baseball glove</source>
        <translation>야구 글러브</translation>
    </message>
    <message>
        <source>Skateboard</source>
        <translation>스케이트보드</translation>
    </message>
    <message>
        <source>Surfboard</source>
        <translation>서프보드</translation>
    </message>
    <message>
        <source>Tennis racket</source>
        <translation>테니스 라켓</translation>
    </message>
    <message>
        <source>Wine glass</source>
        <translation>와인 잔</translation>
    </message>
    <message>
        <source>Cup</source>
        <translation>컵</translation>
    </message>
    <message>
        <source>Fork</source>
        <translation>포크</translation>
    </message>
    <message>
        <source>Knife</source>
        <translation>칼</translation>
    </message>
    <message>
        <source>Spoon</source>
        <translation>숟가락</translation>
    </message>
    <message>
        <source>Bowl</source>
        <translation>그릇</translation>
    </message>
    <message>
        <source>Banana</source>
        <translation>바나나</translation>
    </message>
    <message>
        <source>Apple</source>
        <translation>사과</translation>
    </message>
    <message>
        <source>Sandwich</source>
        <translation>샌드위치</translation>
    </message>
    <message>
        <source>Orange</source>
        <translation>오렌지</translation>
    </message>
    <message>
        <source>Broccoli</source>
        <translation>브로콜리</translation>
    </message>
    <message>
        <source>Carrot</source>
        <translation>당근</translation>
    </message>
    <message>
        <source>Hot dog</source>
        <translation>핫도그</translation>
    </message>
    <message>
        <source>Pizza</source>
        <translation>피자</translation>
    </message>
    <message>
        <source>Donut</source>
        <translation>도넛</translation>
    </message>
    <message>
        <source>Cake</source>
        <translation>케이크</translation>
    </message>
    <message>
        <source>Couch</source>
        <translation>긴 소파</translation>
    </message>
    <message>
        <source>Potted plant</source>
        <translation>화분</translation>
    </message>
    <message>
        <source>Dining table</source>
        <translation>식탁</translation>
    </message>
    <message>
        <source>Window</source>
        <translation>창문</translation>
    </message>
    <message>
        <source>TV</source>
        <translation>TV</translation>
    </message>
    <message>
        <source>Laptop</source>
        <translation>노트북</translation>
    </message>
    <message>
        <source>Mouse</source>
        <translation>마우스</translation>
    </message>
    <message>
        <source>Remote</source>
        <translation>리모컨</translation>
    </message>
    <message>
        <source>Keyboard</source>
        <translation>키보드</translation>
    </message>
    <message>
        <source>Cell phone</source>
        <translation>휴대전화</translation>
    </message>
    <message>
        <source>Toaster</source>
        <translation>토스터</translation>
    </message>
    <message>
        <source>Blender</source>
        <translation>믹서</translation>
    </message>
    <message>
        <source>Scissors</source>
        <translation>가위</translation>
    </message>
    <message>
        <source>Teddy bear</source>
        <translation>곰 인형</translation>
    </message>
    <message>
        <source>Hair drier</source>
        <translation>헤어드라이어</translation>
    </message>
    <message>
        <source>Toothbrush</source>
        <translation>칫솔</translation>
    </message>
    <message>
        <source>Hair brush</source>
        <translation>빗</translation>
    </message>
    <message>
        <source>Banner</source>
        <translation>현수막</translation>
    </message>
    <message>
        <source>Branch</source>
        <translation>나뭇가지</translation>
    </message>
    <message>
        <source>Building (other)</source>
        <translation>건물(기타)</translation>
    </message>
    <message>
        <source>Bush</source>
        <translation>덤불</translation>
    </message>
    <message>
        <source>Cage</source>
        <translation>우리</translation>
    </message>
    <message>
        <source>Cardboard</source>
        <translation>골판지</translation>
    </message>
    <message>
        <source>Carpet</source>
        <translation>카펫</translation>
    </message>
    <message>
        <source>Ceiling (other)</source>
        <translation>천장(기타)</translation>
    </message>
    <message>
        <source>Ceiling (tile)</source>
        <translation>천장(타일)</translation>
    </message>
    <message>
        <source>Cloth</source>
        <translation>천</translation>
    </message>
    <message>
        <source>Clothes</source>
        <translation>옷가지</translation>
    </message>
    <message>
        <source>Clouds</source>
        <translation>구름 떼</translation>
    </message>
    <message>
        <source>Cupboard</source>
        <translation>찬장</translation>
    </message>
    <message>
        <source>Desk (stuff)</source>
        <translation>책상(배경)</translation>
    </message>
    <message>
        <source>Dirt</source>
        <translation>흙먼지</translation>
    </message>
    <message>
        <source>Door (stuff)</source>
        <translation>문(배경)</translation>
    </message>
    <message>
        <source>Floor (marble)</source>
        <translation>바닥(대리석)</translation>
    </message>
    <message>
        <source>Floor (other)</source>
        <translation>바닥(기타)</translation>
    </message>
    <message>
        <source>Floor (stone)</source>
        <translation>바닥(돌)</translation>
    </message>
    <message>
        <source>Floor (tile)</source>
        <translation>바닥(타일)</translation>
    </message>
    <message>
        <source>Floor (wood)</source>
        <translation>바닥(나무)</translation>
    </message>
    <message>
        <source>Fog</source>
        <translation>안개</translation>
    </message>
    <message>
        <source>Food (other)</source>
        <translation>음식(기타)</translation>
    </message>
    <message>
        <source>Fruit</source>
        <translation>과일</translation>
    </message>
    <message>
        <source>Furniture (other)</source>
        <translation>가구(기타)</translation>
    </message>
    <message>
        <source>Gravel</source>
        <translation>자갈</translation>
    </message>
    <message>
        <source>Ground (other)</source>
        <translation>지면(기타)</translation>
    </message>
    <message>
        <source>Leaves</source>
        <translation>나뭇잎</translation>
    </message>
    <message>
        <source>Mat</source>
        <translation>매트</translation>
    </message>
    <message>
        <source>Metal</source>
        <translation>금속</translation>
    </message>
    <message>
        <source>Mirror (stuff)</source>
        <translation>거울(배경)</translation>
    </message>
    <message>
        <source>Moss</source>
        <translation>이끼</translation>
    </message>
    <message>
        <source>Mud</source>
        <translation>진흙</translation>
    </message>
    <message>
        <source>Napkin</source>
        <translation>냅킨</translation>
    </message>
    <message>
        <source>Net</source>
        <translation>그물</translation>
    </message>
    <message>
        <source>Paper</source>
        <translation>종이</translation>
    </message>
    <message>
        <source>Pavement</source>
        <translation>포장도로</translation>
    </message>
    <message>
        <source>Plant (other)</source>
        <translation>식물(기타)</translation>
    </message>
    <message>
        <source>Plastic</source>
        <translation>플라스틱</translation>
    </message>
    <message>
        <source>Platform</source>
        <translation>승강장</translation>
    </message>
    <message>
        <source>Playingfield</source>
        <translation>경기장</translation>
    </message>
    <message>
        <source>Railroad</source>
        <translation>철도</translation>
    </message>
    <message>
        <source>Roof</source>
        <translation>지붕</translation>
    </message>
    <message>
        <source>Salad</source>
        <translation>샐러드</translation>
    </message>
    <message>
        <source>Sky (other)</source>
        <translation>하늘(기타)</translation>
    </message>
    <message>
        <source>Solid (other)</source>
        <translation>단단한 물체(기타)</translation>
    </message>
    <message>
        <source>Stone</source>
        <translation>돌</translation>
    </message>
    <message>
        <source>Straw</source>
        <translation>짚</translation>
    </message>
    <message>
        <source>Structural (other)</source>
        <translation>구조물(기타)</translation>
    </message>
    <message>
        <source>Textile (other)</source>
        <translation>직물(기타)</translation>
    </message>
    <message>
        <source>Vegetable</source>
        <translation>채소</translation>
    </message>
    <message>
        <source>Wall (brick)</source>
        <translation>벽(벽돌)</translation>
    </message>
    <message>
        <source>Wall (concrete)</source>
        <translation>벽(콘크리트)</translation>
    </message>
    <message>
        <source>Wall (other)</source>
        <translation>벽(기타)</translation>
    </message>
    <message>
        <source>Wall (panel)</source>
        <translation>벽(패널)</translation>
    </message>
    <message>
        <source>Wall (stone)</source>
        <translation>벽(돌)</translation>
    </message>
    <message>
        <source>Wall (tile)</source>
        <translation>벽(타일)</translation>
    </message>
    <message>
        <source>Wall (wood)</source>
        <translation>벽(나무)</translation>
    </message>
    <message>
        <source>Water (other)</source>
        <translation>물(기타)</translation>
    </message>
    <message>
        <source>Waterdrops</source>
        <translation>물방울</translation>
    </message>
    <message>
        <source>Window (blind)</source>
        <translation>창문(블라인드)</translation>
    </message>
    <message>
        <source>Window (other)</source>
        <translation>창문(기타)</translation>
    </message>
    <message>
        <source>Wood</source>
        <translation>목재</translation>
    </message>
</context>
<context>
    <name>plugin</name>
    <message>
        <source>Semantic painting</source>
        <translation>시맨틱 페인팅</translation>
    </message>
    <message>
        <source>Paint a label map and see it turn into a picture (SPADE).</source>
        <translation>레이블 맵을 칠하면 그림으로 바뀝니다(SPADE).</translation>
    </message>
    <message>
        <source>Paint a landscape</source>
        <translation>풍경 그리기</translation>
    </message>
    <message>
        <source>Brush mountains, lakes and woods; see them in any season and hour.</source>
        <translation>산과 호수, 숲을 붓질하고 어느 계절, 어느 시간으로든 감상하세요.</translation>
    </message>
    <message>
        <source>Render label map</source>
        <translation>레이블 맵 렌더링</translation>
    </message>
    <message>
        <source>Turn a label map into a picture in a chosen season and hour.</source>
        <translation>레이블 맵을 원하는 계절과 시간의 그림으로 바꿉니다.</translation>
    </message>
    <message>
        <source>Label map</source>
        <translation>레이블 맵</translation>
    </message>
    <message>
        <source>Style image</source>
        <translation>스타일 이미지</translation>
    </message>
    <message>
        <source>Painter</source>
        <translation>그리는 모델</translation>
    </message>
    <message>
        <source>Model that paints</source>
        <translation>그림을 그리는 모델</translation>
    </message>
    <message>
        <source>Season and hour</source>
        <translation>계절과 시간</translation>
    </message>
    <message>
        <source>Turn summer into winter and day into night (CycleGAN, CUT).</source>
        <translation>여름을 겨울로, 낮을 밤으로 바꿉니다(CycleGAN, CUT).</translation>
    </message>
    <message>
        <source>Change the season</source>
        <translation>계절 바꾸기</translation>
    </message>
    <message>
        <source>Make it winter or night, all over or in a selection. Works on your own photos.</source>
        <translation>전체를, 또는 선택한 곳만 겨울이나 밤으로 바꾸세요. 내 사진에도 쓸 수 있습니다.</translation>
    </message>
    <message>
        <source>Change season or hour</source>
        <translation>계절이나 시간 바꾸기</translation>
    </message>
    <message>
        <source>Mask</source>
        <translation>마스크</translation>
    </message>
    <message>
        <source>Make it</source>
        <translation>바꿀 모습</translation>
    </message>
    <message>
        <source>What the picture is to become: a kind of pictures that a model of the library makes</source>
        <translation>그림이 바뀔 모습. 라이브러리의 모델이 만들 수 있는 것 가운데 고릅니다</translation>
    </message>
    <message>
        <source>Strength</source>
        <translation>강도</translation>
    </message>
    <message>
        <source>0 is the picture as it was, 1 the whole change</source>
        <translation>0은 원래 그림, 1은 완전히 바뀐 그림입니다</translation>
    </message>
    <message>
        <source>Keep colours</source>
        <translation>색 유지</translation>
    </message>
    <message>
        <source>1 keeps the picture&apos;s own colours and changes only how light they are</source>
        <translation>1이면 그림의 원래 색을 지키고 밝기만 바꿉니다</translation>
    </message>
    <message>
        <source>Keep detail</source>
        <translation>디테일 유지</translation>
    </message>
    <message>
        <source>1 keeps all texture and edges of the picture; 0 shows what the model drew, enlarged</source>
        <translation>1이면 그림의 질감과 윤곽을 모두 지키고, 0이면 모델이 그린 것을 확대해 보여 줍니다</translation>
    </message>
    <message>
        <source>Soft edge</source>
        <translation>부드러운 경계</translation>
    </message>
    <message>
        <source>How far the change fades out across the edge of the mask, if there is one</source>
        <translation>마스크가 있을 때 그 경계에서 변화가 서서히 사라지는 너비</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>모델</translation>
    </message>
    <message>
        <source>Model that translates; left out, one that makes such pictures is taken</source>
        <translation>그림을 바꾸는 모델. 비워 두면 그런 그림을 만드는 모델을 찾아 씁니다</translation>
    </message>
    <message>
        <source>The one that fits</source>
        <translation>알맞은 모델</translation>
    </message>
    <message>
        <source>Direction</source>
        <translation>방향</translation>
    </message>
    <message>
        <source>Which way the named model translates; auto goes by the names of what its pictures show</source>
        <translation>고른 모델을 쓰는 방향. 자동은 모델이 다루는 그림의 이름을 보고 정합니다</translation>
    </message>
    <message>
        <source>Auto</source>
        <translation>자동</translation>
    </message>
    <message>
        <source>Forward</source>
        <translation>정방향</translation>
    </message>
    <message>
        <source>Backward</source>
        <translation>역방향</translation>
    </message>
    <message>
        <source>Model&apos;s size</source>
        <translation>모델 크기</translation>
    </message>
    <message>
        <source>Longer side at which the model sees the picture; the change is brought to its full size</source>
        <translation>모델이 그림을 보는 긴 변의 픽셀 수. 변화는 원래 크기의 그림에 옮겨집니다</translation>
    </message>
    <message>
        <source>Show the cycle</source>
        <translation>순환 보기</translation>
    </message>
    <message>
        <source>A picture, its translation, that translated back, and where it did not come back.</source>
        <translation>그림, 바꾼 그림, 되돌린 그림, 그리고 되돌아오지 않은 곳을 보여 줍니다.</translation>
    </message>
    <message>
        <source>Error scale</source>
        <translation>오차 눈금</translation>
    </message>
    <message>
        <source>The error that the lightest colour of the error map stands for, in percent of white</source>
        <translation>오차 지도에서 가장 밝은 색이 뜻하는 오차. 흰색에 대한 백분율입니다</translation>
    </message>
    <message>
        <source>Enlarge</source>
        <translation>크게 만들기</translation>
    </message>
    <message>
        <source>Make pictures twice or four times as large, with the detail that they lack.</source>
        <translation>모자란 세부를 그려 넣으며 그림을 두 배나 네 배로 크게 만듭니다.</translation>
    </message>
    <message>
        <source>Enlarge to twice its size</source>
        <translation>두 배로 크게 만들기</translation>
    </message>
    <message>
        <source>Make a picture twice as wide and high; a model draws the detail that it lacks.</source>
        <translation>가로세로를 두 배로 만듭니다. 모자란 세부는 모델이 그립니다.</translation>
    </message>
    <message>
        <source>Times as large</source>
        <translation>배율</translation>
    </message>
    <message>
        <source>How many times as wide and as high the picture becomes</source>
        <translation>그림의 가로와 세로가 몇 배가 되는지</translation>
    </message>
    <message>
        <source>2</source>
        <translation>2</translation>
    </message>
    <message>
        <source>4</source>
        <translation>4</translation>
    </message>
    <message>
        <source>Drawn detail</source>
        <translation>그려 넣는 세부</translation>
    </message>
    <message>
        <source>1 takes all that the model draws; 0 is plain bicubic interpolation</source>
        <translation>1이면 모델이 그린 것을 모두 쓰고, 0이면 바이큐빅 보간만 합니다</translation>
    </message>
    <message>
        <source>Four readings</source>
        <translation>네 방향 평균</translation>
    </message>
    <message>
        <source>The mean of what it draws of the picture and of its mirror images: no grid, but slower</source>
        <translation>그림과 거울상에서 그린 것을 평균합니다. 격자무늬가 없어지지만 느립니다</translation>
    </message>
    <message>
        <source>Up-sampler</source>
        <translation>업샘플러</translation>
    </message>
    <message>
        <source>Model that enlarges; one that doubles goes over the picture twice for 4</source>
        <translation>크게 만드는 모델. 두 배짜리 모델은 네 배를 위해 두 번 거칩니다</translation>
    </message>
    <message>
        <source>Enlarge to four times its size</source>
        <translation>네 배로 크게 만들기</translation>
    </message>
    <message>
        <source>Make a picture four times as wide and high; a model draws the detail that it lacks.</source>
        <translation>가로세로를 네 배로 만듭니다. 모자란 세부는 모델이 그립니다.</translation>
    </message>
    <message>
        <source>Latent editing</source>
        <translation>잠재 공간 편집</translation>
    </message>
    <message>
        <source>Draw new pictures and change them by sliders: smile, glasses, season, hour (StyleGAN).</source>
        <translation>새 그림을 그리고 웃음, 안경, 계절, 시각 같은 슬라이더로 바꿉니다(StyleGAN).</translation>
    </message>
    <message>
        <source>Dream up a face</source>
        <translation>얼굴 상상하기</translation>
    </message>
    <message>
        <source>Every seed is another face; sliders change what you like.</source>
        <translation>시드마다 다른 얼굴이 나오고, 슬라이더로 마음대로 바꿉니다.</translation>
    </message>
    <message>
        <source>Dream up a landscape</source>
        <translation>풍경 상상하기</translation>
    </message>
    <message>
        <source>Wander from one valley to the next, and turn the hour and the season.</source>
        <translation>골짜기에서 골짜기로 거닐며 시각과 계절을 바꿉니다.</translation>
    </message>
    <message>
        <source>Picture</source>
        <translation>그림</translation>
    </message>
    <message>
        <source>Sliders</source>
        <translation>슬라이더</translation>
    </message>
    <message>
        <source>Wander</source>
        <translation>거닐기</translation>
    </message>
    <message>
        <source>Mix styles</source>
        <translation>스타일 섞기</translation>
    </message>
    <message>
        <source>Add and take away</source>
        <translation>더하고 빼기</translation>
    </message>
    <message>
        <source>Move points</source>
        <translation>점 옮기기</translation>
    </message>
    <message>
        <source>Film</source>
        <translation>영상</translation>
    </message>
    <message>
        <source>Fine detail</source>
        <translation>세부 묘사</translation>
    </message>
    <message>
        <source>Draw from a latent</source>
        <translation>잠재 벡터로 그리기</translation>
    </message>
    <message>
        <source>A new picture for every seed; sliders, style mixing and noise change it.</source>
        <translation>시드마다 새 그림을 그리고, 슬라이더와 스타일 섞기, 노이즈로 바꿉니다.</translation>
    </message>
    <message>
        <source>Noise mask</source>
        <translation>노이즈 마스크</translation>
    </message>
    <message>
        <source>Model that draws</source>
        <translation>그림을 그리는 모델</translation>
    </message>
    <message>
        <source>Seed</source>
        <translation>시드</translation>
    </message>
    <message>
        <source>Another number, another picture</source>
        <translation>숫자가 다르면 그림도 다릅니다</translation>
    </message>
    <message>
        <source>Truncation</source>
        <translation>절단</translation>
    </message>
    <message>
        <source>0 is the average picture, 1 all that the model can do; in between, fewer but better pictures</source>
        <translation>0은 평균 그림, 1은 모델이 할 수 있는 전부이며, 그 사이에서는 다양함이 줄고 품질이 좋아집니다</translation>
    </message>
    <message>
        <source>Edits</source>
        <translation>편집</translation>
    </message>
    <message>
        <source>Directions and how many steps, such as smile=2, hour=-1@4-9</source>
        <translation>방향과 걸음 수, 예: smile=2, hour=-1@4-9</translation>
    </message>
    <message>
        <source>Class</source>
        <translation>클래스</translation>
    </message>
    <message>
        <source>Name or number of the class, for a model that knows several; empty: the first</source>
        <translation>여러 클래스를 아는 모델에서 클래스의 이름이나 번호, 비우면 첫 번째</translation>
    </message>
    <message>
        <source>Noise</source>
        <translation>노이즈</translation>
    </message>
    <message>
        <source>Fine detail: the model&apos;s own, one of its seed, or none</source>
        <translation>세부 묘사: 모델의 것, 시드로 만든 것, 또는 없음</translation>
    </message>
    <message>
        <source>Const</source>
        <translation>고정</translation>
    </message>
    <message>
        <source>Random</source>
        <translation>무작위</translation>
    </message>
    <message>
        <source>Noise seed</source>
        <translation>노이즈 시드</translation>
    </message>
    <message>
        <source>Of random noise, and of that inside the mask</source>
        <translation>무작위 노이즈와 마스크 안의 노이즈에 쓰입니다</translation>
    </message>
    <message>
        <source>Noise strength</source>
        <translation>노이즈 세기</translation>
    </message>
    <message>
        <source>1 is as trained</source>
        <translation>1은 학습할 때의 세기</translation>
    </message>
    <message>
        <source>Noise by layer</source>
        <translation>층별 노이즈</translation>
    </message>
    <message>
        <source>Strength of single layers, such as b64.conv1=0, b128.conv0=2</source>
        <translation>층마다의 세기, 예: b64.conv1=0, b128.conv0=2</translation>
    </message>
    <message>
        <source>Wander, across</source>
        <translation>거닐기, 가로</translation>
    </message>
    <message>
        <source>Place on the plane of seeds: whole steps are the next seeds</source>
        <translation>시드 평면에서의 위치: 한 걸음이 다음 시드입니다</translation>
    </message>
    <message>
        <source>Wander, down</source>
        <translation>거닐기, 세로</translation>
    </message>
    <message>
        <source>Place on the plane of seeds: whole steps are a hundred seeds on</source>
        <translation>시드 평면에서의 위치: 한 걸음이 백 번째 뒤 시드입니다</translation>
    </message>
    <message>
        <source>Latent</source>
        <translation>잠재 벡터</translation>
    </message>
    <message>
        <source>In place of the seed: sums of seeds such as 3 4 - 7 + 12, or a copied latent w:…</source>
        <translation>시드 대신 쓸 것: 3 4 - 7 + 12 같은 시드의 합, 또는 복사한 잠재 벡터 w:…</translation>
    </message>
    <message>
        <source>Space</source>
        <translation>공간</translation>
    </message>
    <message>
        <source>Where latents are added up: w, the styles, or z, before the mapping</source>
        <translation>잠재 벡터를 더하는 곳: 스타일인 w, 또는 매핑 앞의 z</translation>
    </message>
    <message>
        <source>W</source>
        <translation>W</translation>
    </message>
    <message>
        <source>Z</source>
        <translation>Z</translation>
    </message>
    <message>
        <source>Rows that come from other seeds or latents, such as 4-7=12, 8-=99</source>
        <translation>다른 시드나 잠재 벡터에서 오는 행, 예: 4-7=12, 8-=99</translation>
    </message>
    <message>
        <source>Truncate rows</source>
        <translation>절단할 행</translation>
    </message>
    <message>
        <source>How many rows of styles, from the coarsest, are truncated; 0 is all</source>
        <translation>가장 거친 것부터 절단할 스타일 행의 수, 0은 모두</translation>
    </message>
    <message>
        <source>Bend layers</source>
        <translation>층 휘기</translation>
    </message>
    <message>
        <source>Channels that are scaled and shifted, such as b16.conv1:3*2+0.5</source>
        <translation>배율과 이동을 적용할 채널, 예: b16.conv1:3*2+0.5</translation>
    </message>
    <message>
        <source>Turn</source>
        <translation>돌리기</translation>
    </message>
    <message>
        <source>Turns the input of a StyleGAN3</source>
        <translation>StyleGAN3의 입력을 돌립니다</translation>
    </message>
    <message>
        <source>Move across</source>
        <translation>가로로 옮기기</translation>
    </message>
    <message>
        <source>Moves the input of a StyleGAN3</source>
        <translation>StyleGAN3의 입력을 옮깁니다</translation>
    </message>
    <message>
        <source>Move down</source>
        <translation>세로로 옮기기</translation>
    </message>
    <message>
        <source>Side of the picture; 0 is what the model draws</source>
        <translation>그림의 한 변, 0은 모델이 그리는 크기</translation>
    </message>
    <message>
        <source>Shape, parts and colours of up to four seeds in one picture.</source>
        <translation>시드 넷까지의 형태, 부분, 색을 한 그림에 섞습니다.</translation>
    </message>
    <message>
        <source>Coarse</source>
        <translation>거친 층</translation>
    </message>
    <message>
        <source>Seed of pose and shape (4 to 8 px); none: the first seed</source>
        <translation>자세와 형태의 시드(4~8픽셀), 없으면 첫 시드</translation>
    </message>
    <message>
        <source>Middle</source>
        <translation>중간 층</translation>
    </message>
    <message>
        <source>Seed of parts and features (16 to 32 px)</source>
        <translation>부분과 생김새의 시드(16~32픽셀)</translation>
    </message>
    <message>
        <source>Fine</source>
        <translation>세밀한 층</translation>
    </message>
    <message>
        <source>Seed of colours and texture (64 px and more)</source>
        <translation>색과 질감의 시드(64픽셀 이상)</translation>
    </message>
    <message>
        <source>Edit a photo by its latent</source>
        <translation>사진을 잠재 벡터로 편집</translation>
    </message>
    <message>
        <source>Find the latent of a photo, move it along directions, and bring the change to the photo.</source>
        <translation>사진의 잠재 벡터를 찾아 방향을 따라 옮기고, 그 변화를 사진에 입힙니다.</translation>
    </message>
    <message>
        <source>Encoder</source>
        <translation>인코더</translation>
    </message>
    <message>
        <source>Model that guesses the latent, where the search begins</source>
        <translation>탐색의 출발점이 될 잠재 벡터를 짐작하는 모델</translation>
    </message>
    <message>
        <source>Search</source>
        <translation>탐색</translation>
    </message>
    <message>
        <source>The one of the generator</source>
        <translation>생성기의 것</translation>
    </message>
    <message>
        <source>Steps</source>
        <translation>걸음</translation>
    </message>
    <message>
        <source>How long the latent is improved; 0 is the encoder&apos;s guess</source>
        <translation>잠재 벡터를 다듬는 횟수, 0은 인코더의 짐작 그대로</translation>
    </message>
    <message>
        <source>w+ has styles of its own for each layer, and is nearer the photo; w is easier to edit</source>
        <translation>w+는 층마다 스타일이 따로 있어 사진에 더 가깝고, w는 편집하기 쉽습니다</translation>
    </message>
    <message>
        <source>W+</source>
        <translation>W+</translation>
    </message>
    <message>
        <source>Compare features</source>
        <translation>특징 비교</translation>
    </message>
    <message>
        <source>Compare what is seen, not only colours: slower and better</source>
        <translation>색뿐 아니라 보이는 모습도 비교합니다. 느리지만 더 좋습니다</translation>
    </message>
    <message>
        <source>Fit the noise</source>
        <translation>노이즈 맞추기</translation>
    </message>
    <message>
        <source>Fine detail is put into the noise as well; edits do not move it</source>
        <translation>세부 묘사를 노이즈에도 담습니다. 편집해도 따라 움직이지 않습니다</translation>
    </message>
    <message>
        <source>Refine with</source>
        <translation>다듬을 모델</translation>
    </message>
    <message>
        <source>HyperStyle model that fits the generator&apos;s weights to the photo; its own generator draws</source>
        <translation>생성기의 가중치를 사진에 맞추는 HyperStyle 모델, 그 모델의 생성기가 그립니다</translation>
    </message>
    <message>
        <source>No refinement</source>
        <translation>다듬지 않음</translation>
    </message>
    <message>
        <source>Of the search; another one ends a little elsewhere</source>
        <translation>탐색의 시드, 다르면 조금 다른 곳에 닿습니다</translation>
    </message>
    <message>
        <source>Eyes</source>
        <translation>눈</translation>
    </message>
    <message>
        <source>Where the eyes are, in shares of width and height: 0.4,0.45 0.6,0.45; empty: the middle</source>
        <translation>너비와 높이의 비율로 나타낸 눈의 위치: 0.4,0.45 0.6,0.45, 비우면 가운데</translation>
    </message>
    <message>
        <source>Eyes as in</source>
        <translation>눈 위치 기준</translation>
    </message>
    <message>
        <source>Where the generator&apos;s own pictures have the eyes: our faces, or FFHQ</source>
        <translation>생성기의 그림에서 눈이 있는 곳: 이 프로그램의 얼굴 또는 FFHQ</translation>
    </message>
    <message>
        <source>Faces</source>
        <translation>얼굴</translation>
    </message>
    <message>
        <source>Ffhq</source>
        <translation>FFHQ</translation>
    </message>
    <message>
        <source>1 adds the change alone to the photo, 0 shows what the generator draws</source>
        <translation>1은 변화만 사진에 더하고, 0은 생성기가 그린 것을 보여 줍니다</translation>
    </message>
    <message>
        <source>Edit by words</source>
        <translation>말로 고치기</translation>
    </message>
    <message>
        <source>A sentence moves a drawn picture, or a photo: a smiling face instead of a serious one (StyleCLIP).</source>
        <translation>문장 하나로 그린 그림이나 사진을 바꿉니다. 진지한 얼굴 대신 웃는 얼굴로 (StyleCLIP).</translation>
    </message>
    <message>
        <source>What</source>
        <translation>무엇을</translation>
    </message>
    <message>
        <source>What the picture is to show more of: a smiling face with glasses</source>
        <translation>그림에 더 나타날 것: 안경 쓴 웃는 얼굴</translation>
    </message>
    <message>
        <source>Words</source>
        <translation>말</translation>
    </message>
    <message>
        <source>Instead of</source>
        <translation>무엇 대신</translation>
    </message>
    <message>
        <source>The same without it: a serious face; empty: what the model draws at all</source>
        <translation>그것이 없는 모습: 진지한 얼굴. 비우면 모델이 그리는 것 자체</translation>
    </message>
    <message>
        <source>How far; below 0 the other way</source>
        <translation>얼마나 바꿀지. 0보다 작으면 반대로</translation>
    </message>
    <message>
        <source>Disentangle</source>
        <translation>나머지 지키기</translation>
    </message>
    <message>
        <source>Higher leaves more of the picture alone: only what has most to do with the words moves</source>
        <translation>높을수록 그림의 나머지를 더 그대로 둡니다. 말과 가장 관계 깊은 것만 움직입니다</translation>
    </message>
    <message>
        <source>Method</source>
        <translation>방법</translation>
    </message>
    <message>
        <source>global: one direction for all pictures, live; optimise: a search for this one, seconds</source>
        <translation>전체: 모든 그림에 한 방향, 바로 보입니다. 최적화: 이 그림만 위해 찾으며 몇 초 걸립니다</translation>
    </message>
    <message>
        <source>Global</source>
        <translation>전체</translation>
    </message>
    <message>
        <source>Optimise</source>
        <translation>최적화</translation>
    </message>
    <message>
        <source>CLIP</source>
        <translation>CLIP</translation>
    </message>
    <message>
        <source>Model that reads the words and looks at pictures</source>
        <translation>글을 읽고 그림을 보는 모델</translation>
    </message>
    <message>
        <source>Of the search, if the method is optimise</source>
        <translation>방법이 최적화일 때 찾는 단계 수</translation>
    </message>
    <message>
        <source>Steps for a photo</source>
        <translation>사진의 단계 수</translation>
    </message>
    <message>
        <source>How long the latent of a photo is looked for</source>
        <translation>사진의 잠재 벡터를 얼마나 오래 찾을지</translation>
    </message>
    <message>
        <source>Find the latent</source>
        <translation>잠재 벡터 찾기</translation>
    </message>
    <message>
        <source>Find the styles with which the generator draws a picture; its latent is among the picture&apos;s texts.</source>
        <translation>생성기가 그림을 그려 내는 스타일을 찾습니다. 잠재 벡터는 그림의 글자 정보에 들어갑니다.</translation>
    </message>
    <message>
        <source>Drag points</source>
        <translation>점 끌기</translation>
    </message>
    <message>
        <source>Move points of a drawn picture to where they shall be; the styles follow (DragGAN).</source>
        <translation>그린 그림의 점을 원하는 곳으로 옮기면 스타일이 따라갑니다(DragGAN).</translation>
    </message>
    <message>
        <source>Handles</source>
        <translation>점</translation>
    </message>
    <message>
        <source>From and to, in shares of width and height: 0.4,0.5&gt;0.6,0.5; 0.1,0.2&gt;0.1,0.3</source>
        <translation>너비와 높이의 비율로 나타낸 출발점과 도착점: 0.4,0.5&gt;0.6,0.5; 0.1,0.2&gt;0.1,0.3</translation>
    </message>
    <message>
        <source>The most steps that are taken</source>
        <translation>최대 걸음 수</translation>
    </message>
    <message>
        <source>Look inside</source>
        <translation>속 들여다보기</translation>
    </message>
    <message>
        <source>What one layer of the generator gives: its channels as tiles, with figures.</source>
        <translation>생성기의 한 층이 내놓는 것을 채널별 타일과 수치로 보여 줍니다.</translation>
    </message>
    <message>
        <source>Layer</source>
        <translation>층</translation>
    </message>
    <message>
        <source>Name of a layer, such as b16.conv1; empty is the one in the middle</source>
        <translation>층의 이름, 예: b16.conv1, 비우면 가운데 층</translation>
    </message>
    <message>
        <source>First channel</source>
        <translation>첫 채널</translation>
    </message>
    <message>
        <source>Channels are counted from 0</source>
        <translation>채널은 0부터 셉니다</translation>
    </message>
    <message>
        <source>Channels</source>
        <translation>채널</translation>
    </message>
    <message>
        <source>How many are shown</source>
        <translation>보여 줄 개수</translation>
    </message>
    <message>
        <source>Film through latents</source>
        <translation>잠재 공간 영상</translation>
    </message>
    <message>
        <source>Keyframes on a timeline, and all that lies between them, as GIF, WebP, MP4 or PNG frames.</source>
        <translation>시간선의 키프레임과 그 사이를 GIF, WebP, MP4, PNG 프레임으로 만듭니다.</translation>
    </message>
    <message>
        <source>Keyframes</source>
        <translation>키프레임</translation>
    </message>
    <message>
        <source>Seeds or latents in turn, with times and edits of their own: 1; 12 @1.5s; 7 | smile=2</source>
        <translation>차례로 나올 시드나 잠재 벡터, 시간과 편집을 따로 줄 수 있습니다: 1; 12 @1.5s; 7 | smile=2</translation>
    </message>
    <message>
        <source>Step</source>
        <translation>간격</translation>
    </message>
    <message>
        <source>Time from one keyframe to the next that names none</source>
        <translation>시간을 적지 않은 키프레임까지의 간격</translation>
    </message>
    <message>
        <source>Frames a second</source>
        <translation>초당 프레임</translation>
    </message>
    <message>
        <source>A GIF has at most 50</source>
        <translation>GIF는 최대 50</translation>
    </message>
    <message>
        <source>Loop</source>
        <translation>반복</translation>
    </message>
    <message>
        <source>Ends on the way back to the first keyframe</source>
        <translation>첫 키프레임으로 돌아가며 끝납니다</translation>
    </message>
    <message>
        <source>Easing</source>
        <translation>완급</translation>
    </message>
    <message>
        <source>Smooth slows down before each keyframe and starts gently</source>
        <translation>부드럽게는 키프레임 앞에서 느려지고 천천히 출발합니다</translation>
    </message>
    <message>
        <source>Smooth</source>
        <translation>부드럽게</translation>
    </message>
    <message>
        <source>Lines in w, the styles, or arcs in z, before the mapping</source>
        <translation>스타일 w의 직선, 또는 매핑 앞 z의 호</translation>
    </message>
    <message>
        <source>Fine detail, the same in all frames: the model&apos;s own, one of its seed, or none</source>
        <translation>모든 프레임에 같은 세부 묘사: 모델의 것, 시드로 만든 것, 또는 없음</translation>
    </message>
    <message>
        <source>Of random noise</source>
        <translation>무작위 노이즈의 시드</translation>
    </message>
    <message>
        <source>Rows that come from other seeds or latents in all frames, such as 8-=99</source>
        <translation>모든 프레임에서 다른 시드나 잠재 벡터에서 오는 행, 예: 8-=99</translation>
    </message>
    <message>
        <source>Sheet of variations</source>
        <translation>변화 비교표</translation>
    </message>
    <message>
        <source>One labelled picture for any one to three parameters: columns, rows, blocks.</source>
        <translation>매개변수 하나에서 셋까지를 열, 행, 묶음으로 펼친 이름표 달린 그림입니다.</translation>
    </message>
    <message>
        <source>Columns</source>
        <translation>열</translation>
    </message>
    <message>
        <source>Rows</source>
        <translation>행</translation>
    </message>
    <message>
        <source>Picture size</source>
        <translation>그림 크기</translation>
    </message>
    <message>
        <source>Side of each picture on the sheet</source>
        <translation>표에 들어갈 그림 하나의 한 변</translation>
    </message>
    <message>
        <source>The light and the time of year</source>
        <translation>빛과 계절</translation>
    </message>
    <message>
        <source>Spring</source>
        <translation>봄</translation>
    </message>
    <message>
        <source>Summer</source>
        <translation>여름</translation>
    </message>
    <message>
        <source>Autumn</source>
        <translation>가을</translation>
    </message>
    <message>
        <source>Winter</source>
        <translation>겨울</translation>
    </message>
    <message>
        <source>Dawn</source>
        <translation>새벽</translation>
    </message>
    <message>
        <source>Day</source>
        <translation>낮</translation>
    </message>
    <message>
        <source>Sunset</source>
        <translation>해 질 녘</translation>
    </message>
    <message>
        <source>Night</source>
        <translation>밤</translation>
    </message>
    <message>
        <source>Variation</source>
        <translation>변형</translation>
    </message>
    <message>
        <source>Another number, another picture of the same map</source>
        <translation>숫자를 바꾸면 같은 맵으로 다른 그림이 나옵니다</translation>
    </message>
    <message>
        <source>Variety</source>
        <translation>다양성</translation>
    </message>
    <message>
        <source>How far variations differ; 0 is the average look</source>
        <translation>변형끼리 다른 정도. 0은 평균적인 모습입니다</translation>
    </message>
    <message>
        <source>Reference strength</source>
        <translation>참조 강도</translation>
    </message>
    <message>
        <source>How closely the look of the style image is followed, if there is one</source>
        <translation>스타일 이미지가 있을 때 그 모습을 따르는 정도</translation>
    </message>
    <message>
        <source>Detail</source>
        <translation>세밀도</translation>
    </message>
    <message>
        <source>Longer side at which the model paints; the result is scaled to the size of the label map</source>
        <translation>모델이 그리는 긴 변의 픽셀 수. 결과는 레이블 맵 크기에 맞춰집니다</translation>
    </message>
    <message>
        <source>Extract label map</source>
        <translation>레이블 맵 추출</translation>
    </message>
    <message>
        <source>Read the label map off a picture, so that it can be painted on.</source>
        <translation>그림에서 레이블 맵을 읽어 내어 그 위에 칠할 수 있게 합니다.</translation>
    </message>
    <message>
        <source>Repaint classes</source>
        <translation>클래스 다시 칠하기</translation>
    </message>
    <message>
        <source>Put one class in the place of others in a label map, everywhere or where a mask is.</source>
        <translation>레이블 맵에서 어떤 클래스를 다른 클래스로 바꿉니다. 전체 또는 마스크가 있는 곳만 바꿉니다.</translation>
    </message>
    <message>
        <source>Becomes</source>
        <translation>바꿀 클래스</translation>
    </message>
    <message>
        <source>Class that is painted, such as mountain</source>
        <translation>칠할 클래스. 예: mountain</translation>
    </message>
    <message>
        <source>Only on</source>
        <translation>대상</translation>
    </message>
    <message>
        <source>Classes that give way, such as hill, grass; empty is all of them</source>
        <translation>바뀔 클래스. 예: hill, grass. 비우면 모두</translation>
    </message>
    <message>
        <source>Sketch colouring</source>
        <translation>스케치 채색</translation>
    </message>
    <message>
        <source>Colour a line drawing, with dabs of colour as hints (pix2pix).</source>
        <translation>색 점을 힌트로 삼아 선 그림에 색을 입힙니다(pix2pix).</translation>
    </message>
    <message>
        <source>Colour a sketch</source>
        <translation>스케치에 색 입히기</translation>
    </message>
    <message>
        <source>Draw with ink, dab some colour, and see it become a picture.</source>
        <translation>잉크로 그리고 색을 톡톡 찍으면 그림이 완성됩니다.</translation>
    </message>
    <message>
        <source>Colour the sketch</source>
        <translation>스케치 채색</translation>
    </message>
    <message>
        <source>Turn a line drawing into a picture; dabs of colour and a reference picture guide it.</source>
        <translation>선 그림을 완성된 그림으로 바꿉니다. 찍어 둔 색과 참조 그림을 따릅니다.</translation>
    </message>
    <message>
        <source>Sketch</source>
        <translation>스케치</translation>
    </message>
    <message>
        <source>Hints</source>
        <translation>색 힌트</translation>
    </message>
    <message>
        <source>Palette</source>
        <translation>팔레트</translation>
    </message>
    <message>
        <source>Colourist</source>
        <translation>채색 모델</translation>
    </message>
    <message>
        <source>Model that turns drawings into pictures</source>
        <translation>선 그림을 완성된 그림으로 바꾸는 모델</translation>
    </message>
    <message>
        <source>Another number, another picture of the same drawing</source>
        <translation>숫자를 바꾸면 같은 스케치로 다른 그림이 나옵니다</translation>
    </message>
    <message>
        <source>How far variations differ; 0 is the average look, 1 what the model was trained with</source>
        <translation>변형끼리 다른 정도. 0은 평균적인 모습, 1은 학습할 때의 값입니다</translation>
    </message>
    <message>
        <source>Moods</source>
        <translation>분위기</translation>
    </message>
    <message>
        <source>How far the light of variations differs from the model&apos;s own, which variation 0 is in</source>
        <translation>변형의 빛이 모델이 그린 빛과 다른 정도. 변형 0은 모델이 그린 그대로입니다</translation>
    </message>
    <message>
        <source>Drawn with</source>
        <translation>그림 종류</translation>
    </message>
    <message>
        <source>How the drawing is cleaned before it is coloured; auto looks what it is</source>
        <translation>색을 입히기 전에 선을 다듬는 방법. 자동은 그림을 보고 정합니다</translation>
    </message>
    <message>
        <source>Ink</source>
        <translation>잉크</translation>
    </message>
    <message>
        <source>Pencil</source>
        <translation>연필</translation>
    </message>
    <message>
        <source>Scan</source>
        <translation>스캔</translation>
    </message>
    <message>
        <source>Write a sentence and get a picture: change words, keep the layout (GAN-CLS, GigaGAN, StyleGAN2).</source>
        <translation>문장을 쓰면 그림이 됩니다. 구도는 두고 단어만 바꿔 보세요 (GAN-CLS, GigaGAN, StyleGAN2).</translation>
    </message>
    <message>
        <source>Write a landscape</source>
        <translation>글로 풍경 그리기</translation>
    </message>
    <message>
        <source>A lake at dawn, a winter night: say it, and change the words.</source>
        <translation>새벽의 호수, 겨울 밤. 말하고, 단어를 바꿔 보세요.</translation>
    </message>
    <message>
        <source>Write a face</source>
        <translation>글로 얼굴 그리기</translation>
    </message>
    <message>
        <source>How many times larger an up-sampler makes what the generator draws</source>
        <translation>생성기가 그린 그림을 업샘플러가 몇 배로 키울지</translation>
    </message>
    <message>
        <source>1x</source>
        <translation>1배</translation>
    </message>
    <message>
        <source>2x</source>
        <translation>2배</translation>
    </message>
    <message>
        <source>4x</source>
        <translation>4배</translation>
    </message>
    <message>
        <source>Side to which the picture is scaled in the end; 0 is as it was drawn</source>
        <translation>마지막에 맞출 그림의 한 변. 0은 그린 그대로</translation>
    </message>
    <message>
        <source>Model that enlarges</source>
        <translation>확대하는 모델</translation>
    </message>
    <message>
        <source>The program&apos;s own</source>
        <translation>프로그램의 모델</translation>
    </message>
    <message>
        <source>Blue hour</source>
        <translation>푸른 시간</translation>
    </message>
    <message>
        <source>Half way into the night: dusk, with all detail kept.</source>
        <translation>밤으로 반쯤 넘어간 어스름. 세부는 모두 남습니다.</translation>
    </message>
    <message>
        <source>Deep winter</source>
        <translation>한겨울</translation>
    </message>
    <message>
        <source>Snow over everything, with more of what the model drew than of the picture&apos;s own texture.</source>
        <translation>온통 눈에 덮입니다. 그림의 결보다 모델이 그린 것이 더 많이 보입니다.</translation>
    </message>
    <message>
        <source>First frost</source>
        <translation>첫서리</translation>
    </message>
    <message>
        <source>A thin white over meadows and roofs; the colours of the picture stay.</source>
        <translation>풀밭과 지붕에 옅게 흰빛이 돕니다. 그림의 색은 남습니다.</translation>
    </message>
    <message>
        <source>Moonlit night</source>
        <translation>달밤</translation>
    </message>
    <message>
        <source>Deep night under a moon, with every edge of the picture kept.</source>
        <translation>달이 뜬 깊은 밤. 그림의 윤곽은 모두 남습니다.</translation>
    </message>
    <message>
        <source>Gently to twice the size</source>
        <translation>부드럽게 두 배로</translation>
    </message>
    <message>
        <source>Half of the detail that the model draws: for pictures that have enough of their own.</source>
        <translation>모델이 그리는 세부를 절반만 씁니다. 이미 세부가 넉넉한 그림에 알맞습니다.</translation>
    </message>
    <message>
        <source>Gently to four times the size</source>
        <translation>부드럽게 네 배로</translation>
    </message>
    <message>
        <source>Lake at dawn</source>
        <translation>새벽 호수</translation>
    </message>
    <message>
        <source>Still water in the first light of a clear day.</source>
        <translation>맑은 날 첫 빛을 받은 잔잔한 물.</translation>
    </message>
    <message>
        <source>Outdoors with a hat</source>
        <translation>모자 쓴 야외 얼굴</translation>
    </message>
    <message>
        <source>Every seed is another face under a hat, before green hills.</source>
        <translation>시드마다 푸른 언덕 앞에서 모자를 쓴 다른 얼굴이 나옵니다.</translation>
    </message>
    <message>
        <source>Smiling with glasses</source>
        <translation>안경 쓴 웃는 얼굴</translation>
    </message>
    <message>
        <source>Every seed is another face that laughs and wears glasses.</source>
        <translation>시드마다 안경을 쓰고 웃는 다른 얼굴이 나옵니다.</translation>
    </message>
    <message>
        <source>Autumn sunset</source>
        <translation>가을 노을</translation>
    </message>
    <message>
        <source>Low sun, long colours, brown meadows.</source>
        <translation>낮은 해, 길게 번지는 빛, 누런 들판.</translation>
    </message>
    <message>
        <source>Summer moonlight</source>
        <translation>여름 달빛</translation>
    </message>
    <message>
        <source>A clear night with a bright moon over the land.</source>
        <translation>땅 위로 밝은 달이 뜬 맑은 밤.</translation>
    </message>
    <message>
        <source>Winter dawn</source>
        <translation>겨울 새벽</translation>
    </message>
    <message>
        <source>Snow under a pale pink sky.</source>
        <translation>옅은 분홍빛 하늘 아래의 눈.</translation>
    </message>
    <message>
        <source>Cold morning</source>
        <translation>차가운 아침</translation>
    </message>
    <message>
        <source>Clear blue light, with a trace of the pen.</source>
        <translation>맑고 푸른 빛에 펜 자국이 살짝 남습니다.</translation>
    </message>
    <message>
        <source>Golden evening</source>
        <translation>금빛 저녁</translation>
    </message>
    <message>
        <source>Warm light from a low sun, with a trace of the pen.</source>
        <translation>낮은 해의 따뜻한 빛에 펜 자국이 살짝 남습니다.</translation>
    </message>
    <message>
        <source>Ink and colour</source>
        <translation>먹선과 색</translation>
    </message>
    <message>
        <source>The pen lines stay on top of the painted colours, as in a comic.</source>
        <translation>만화처럼 칠한 색 위에 펜선이 남습니다.</translation>
    </message>
    <message>
        <source>Autumn woods at sunset</source>
        <translation>노을 진 가을 숲</translation>
    </message>
    <message>
        <source>A river between red and yellow hills, drawn from a sentence.</source>
        <translation>붉고 노란 언덕 사이로 흐르는 강을 문장으로 그립니다.</translation>
    </message>
    <message>
        <source>Grandparent outdoors</source>
        <translation>야외의 어르신</translation>
    </message>
    <message>
        <source>An old face with glasses and a hat, drawn from a sentence.</source>
        <translation>안경과 모자를 쓴 나이 든 얼굴을 문장으로 그립니다.</translation>
    </message>
    <message>
        <source>Generator&apos;s learning rate</source>
        <translation>생성기의 학습률</translation>
    </message>
    <message>
        <source>Discriminator&apos;s learning rate</source>
        <translation>판별기의 학습률</translation>
    </message>
    <message>
        <source>CLIP loss</source>
        <translation>CLIP 손실</translation>
    </message>
    <message>
        <source>Crops</source>
        <translation>잘라 쓰는 비율</translation>
    </message>
    <message>
        <source>Spoil by</source>
        <translation>흠을 내는 정도</translation>
    </message>
    <message>
        <source>Levels</source>
        <translation>단계 수</translation>
    </message>
    <message>
        <source>Adversarial</source>
        <translation>적대적 손실</translation>
    </message>
    <message>
        <source>None</source>
        <translation>없음</translation>
    </message>
    <message>
        <source>A parameter or direction and its values, such as truncation=0,0.5,1 or seed=1-4 or smile=-2,0,2</source>
        <translation>매개변수나 방향과 그 값, 예: truncation=0,0.5,1 또는 seed=1-4 또는 smile=-2,0,2</translation>
    </message>
    <message>
        <source>A second one and its values, or nothing</source>
        <translation>두 번째 것과 값, 비워도 됩니다</translation>
    </message>
    <message>
        <source>A third one and its values, or nothing</source>
        <translation>세 번째 것과 값, 비워도 됩니다</translation>
    </message>
    <message>
        <source>Follow hints</source>
        <translation>힌트 강도</translation>
    </message>
    <message>
        <source>How closely the dabs of colour are followed</source>
        <translation>찍어 둔 색을 따르는 정도</translation>
    </message>
    <message>
        <source>Follow palette</source>
        <translation>팔레트 강도</translation>
    </message>
    <message>
        <source>How closely the colours of the palette picture are followed, if there is one</source>
        <translation>팔레트 그림이 있을 때 그 색을 따르는 정도</translation>
    </message>
    <message>
        <source>Show lines</source>
        <translation>선 보이기</translation>
    </message>
    <message>
        <source>How much of the ink is seen on the picture</source>
        <translation>그림 위에 잉크 선이 보이는 정도</translation>
    </message>
    <message>
        <source>Longer side at which the model paints; 0 is what suits it. The result has the drawing&apos;s size</source>
        <translation>모델이 그리는 긴 변의 픽셀 수. 0이면 모델에 알맞은 값을 씁니다. 결과는 스케치와 같은 크기입니다</translation>
    </message>
    <message>
        <source>Which of the two ways of a model that translates both ways</source>
        <translation>양방향 모델을 어느 방향으로 쓸지 정합니다</translation>
    </message>
    <message>
        <source>Clean the drawing</source>
        <translation>그림 다듬기</translation>
    </message>
    <message>
        <source>Make clean line art from a photo or scan of a drawing: white paper, dark lines, no specks.</source>
        <translation>그림을 찍은 사진이나 스캔을 깨끗한 선화로 만듭니다. 종이는 희게, 선은 진하게, 잡티는 없앱니다.</translation>
    </message>
    <message>
        <source>Drawing</source>
        <translation>그림</translation>
    </message>
    <message>
        <source>What it was drawn with and how it came here; auto looks what it is</source>
        <translation>무엇으로 그려 어떻게 가져왔는지 고릅니다. 자동은 그림을 보고 정합니다</translation>
    </message>
    <message>
        <source>Faint lines</source>
        <translation>흐린 선</translation>
    </message>
    <message>
        <source>How faint a line may be to stay; more keeps more, and more of the paper&apos;s grain</source>
        <translation>얼마나 흐린 선까지 남길지 정합니다. 높이면 더 많은 선과 종이 결이 남습니다</translation>
    </message>
    <message>
        <source>Line width</source>
        <translation>선 굵기</translation>
    </message>
    <message>
        <source>All lines are drawn anew in this width; 0 leaves them as they are</source>
        <translation>모든 선을 이 굵기로 다시 그립니다. 0이면 그대로 둡니다</translation>
    </message>
    <message>
        <source>Specks</source>
        <translation>잡티</translation>
    </message>
    <message>
        <source>Lone marks up to this size are removed</source>
        <translation>이 크기 이하의 외딴 점을 지웁니다</translation>
    </message>
    <message>
        <source>Transparent paper</source>
        <translation>투명한 종이</translation>
    </message>
    <message>
        <source>Leave out the paper, so that the lines lie on what is below</source>
        <translation>종이를 빼고 선만 남겨 아래 레이어 위에 놓습니다</translation>
    </message>
    <message>
        <source>Make a sketch</source>
        <translation>스케치 만들기</translation>
    </message>
    <message>
        <source>Draw the lines of a picture.</source>
        <translation>그림에서 선을 뽑아 그립니다.</translation>
    </message>
    <message>
        <source>Style</source>
        <translation>양식</translation>
    </message>
    <message>
        <source>Outlines of all that stands out, or soft ink strokes that also shade</source>
        <translation>눈에 띄는 것의 윤곽선, 또는 명암까지 넣는 부드러운 잉크 선</translation>
    </message>
    <message>
        <source>Edges</source>
        <translation>윤곽선</translation>
    </message>
    <message>
        <source>Lines</source>
        <translation>선</translation>
    </message>
    <message>
        <source>Draughtsman</source>
        <translation>선을 그리는 모델</translation>
    </message>
    <message>
        <source>Model that draws instead, if one is named: one that was trained from pictures to drawings</source>
        <translation>지정하면 대신 선을 그리는 모델. 사진에서 스케치로 학습한 모델이어야 합니다</translation>
    </message>
    <message>
        <source>Longer side at which lines are looked for; less leaves small things out</source>
        <translation>선을 찾는 긴 변의 픽셀 수. 줄이면 작은 것은 빠집니다</translation>
    </message>
    <message>
        <source>Width of the pen that draws the outlines</source>
        <translation>윤곽선을 그리는 펜의 굵기</translation>
    </message>
    <message>
        <source>Text to picture</source>
        <translation>글로 그림 그리기</translation>
    </message>
    <message>
        <source>Prompt</source>
        <translation>프롬프트</translation>
    </message>
    <message>
        <source>From one sentence to another</source>
        <translation>한 문장에서 다른 문장으로</translation>
    </message>
    <message>
        <source>Words by layer</source>
        <translation>층별 문장</translation>
    </message>
    <message>
        <source>Variations</source>
        <translation>변형</translation>
    </message>
    <message>
        <source>Picture from a sentence</source>
        <translation>문장으로 그림 그리기</translation>
    </message>
    <message>
        <source>Draws what a sentence says; with a picture and a selection, into the selection.</source>
        <translation>문장이 말하는 것을 그립니다. 그림과 선택 영역이 있으면 그 안에 그립니다.</translation>
    </message>
    <message>
        <source>What the picture shows, in words that the model knows</source>
        <translation>그림에 보일 것을 모델이 아는 단어로 씁니다</translation>
    </message>
    <message>
        <source>Not</source>
        <translation>제외</translation>
    </message>
    <message>
        <source>What the picture is not to show: it is pushed away from these words</source>
        <translation>그림에 보이지 않을 것. 그림이 이 단어들에서 멀어집니다</translation>
    </message>
    <message>
        <source>Not: strength</source>
        <translation>제외: 세기</translation>
    </message>
    <message>
        <source>How far it is pushed away; 0 is not at all</source>
        <translation>얼마나 멀어질지. 0은 전혀 아님</translation>
    </message>
    <message>
        <source>Layout and look; with the same seed, other words change what they say</source>
        <translation>구도와 분위기. 같은 시드에서 단어를 바꾸면 그 말하는 것만 바뀝니다</translation>
    </message>
    <message>
        <source>0 is the sentence&apos;s average picture, 1 all that the model can do</source>
        <translation>0은 문장의 평균적인 그림, 1은 모델이 그릴 수 있는 전부</translation>
    </message>
    <message>
        <source>To</source>
        <translation>끝</translation>
    </message>
    <message>
        <source>A second prompt, which the slider leads to</source>
        <translation>슬라이더가 향하는 두 번째 프롬프트</translation>
    </message>
    <message>
        <source>Between two prompts</source>
        <translation>두 프롬프트 사이</translation>
    </message>
    <message>
        <source>From – to</source>
        <translation>시작 – 끝</translation>
    </message>
    <message>
        <source>0 is the prompt, 1 the second one</source>
        <translation>0은 프롬프트, 1은 두 번째 프롬프트</translation>
    </message>
    <message>
        <source>Other sentences for some sizes of what is drawn, such as 4-8=a lake; 16-64=a snowy forest</source>
        <translation>그려지는 크기 일부에 쓸 다른 문장. 예: 4-8=a lake; 16-64=a snowy forest</translation>
    </message>
    <message>
        <source>Fine detail: fixed by the seed, or none</source>
        <translation>세부 묘사: 시드로 정하거나 없음</translation>
    </message>
    <message>
        <source>Fixed</source>
        <translation>고정</translation>
    </message>
    <message>
        <source>Text model</source>
        <translation>글 모델</translation>
    </message>
    <message>
        <source>CLIP model that reads the sentences</source>
        <translation>문장을 읽는 CLIP 모델</translation>
    </message>
    <message>
        <source>The one it was trained with</source>
        <translation>학습할 때 쓴 모델</translation>
    </message>
    <message>
        <source>Best of</source>
        <translation>후보 수</translation>
    </message>
    <message>
        <source>So many seeds are drawn, from this one on; the picture that fits the prompt best is kept</source>
        <translation>이 시드부터 이만큼 그려 프롬프트에 가장 잘 맞는 그림을 남깁니다</translation>
    </message>
    <message>
        <source>Judge</source>
        <translation>심사</translation>
    </message>
    <message>
        <source>CLIP model that tells how well pictures fit the sentence</source>
        <translation>그림이 문장에 얼마나 맞는지 판단하는 CLIP 모델</translation>
    </message>
    <message>
        <source>The text model</source>
        <translation>글 모델</translation>
    </message>
    <message>
        <source>How far the picture fades out across the edge of the selection, if there is one</source>
        <translation>선택 영역이 있을 때 경계에서 그림이 서서히 사라지는 폭</translation>
    </message>
    <message>
        <source>Variations of a sentence</source>
        <translation>한 문장의 변형</translation>
    </message>
    <message>
        <source>One sentence drawn from many seeds, each with its seed and how well it fits.</source>
        <translation>한 문장을 여러 시드로 그리고 시드와 일치도를 함께 보여 줍니다.</translation>
    </message>
    <message>
        <source>How many</source>
        <translation>개수</translation>
    </message>
    <message>
        <source>Seeds, from this one on</source>
        <translation>이 시드부터의 개수</translation>
    </message>
    <message>
        <source>Best first</source>
        <translation>잘 맞는 순</translation>
    </message>
    <message>
        <source>Sorted by how well they fit the prompt</source>
        <translation>프롬프트에 잘 맞는 순서로 정렬</translation>
    </message>
    <message>
        <source>Labels</source>
        <translation>표시</translation>
    </message>
    <message>
        <source>Seed and score below each picture</source>
        <translation>그림 아래의 시드와 점수</translation>
    </message>
    <message>
        <source>Pictures side by side; 0 chooses</source>
        <translation>나란히 놓을 그림 수. 0은 자동</translation>
    </message>
    <message>
        <source>Side of each picture</source>
        <translation>각 그림의 한 변</translation>
    </message>
    <message>
        <source>Film through sentences</source>
        <translation>문장을 잇는 영상</translation>
    </message>
    <message>
        <source>Sentences on a timeline and all that lies between them, as GIF, WebP, MP4 or PNG frames.</source>
        <translation>시간축 위의 문장들과 그 사이를 GIF, WebP, MP4, PNG 프레임으로 만듭니다.</translation>
    </message>
    <message>
        <source>Prompts in turn, with times and seeds of their own: a lake by day @0s; a lake at night @2s</source>
        <translation>차례대로 쓴 프롬프트와 각각의 시간, 시드. 예: a lake by day @0s; a lake at night @2s</translation>
    </message>
    <message>
        <source>Sheet of sentences</source>
        <translation>문장 모음표</translation>
    </message>
    <message>
        <source>Many sentences, each drawn from the same seeds, as one labelled picture.</source>
        <translation>여러 문장을 같은 시드로 그려 이름을 붙인 한 장으로 만듭니다.</translation>
    </message>
    <message>
        <source>Prompts</source>
        <translation>프롬프트</translation>
    </message>
    <message>
        <source>One a line, or between semicolons; @FILE reads them from a text file</source>
        <translation>한 줄에 하나씩 또는 세미콜론으로 구분. @파일은 텍스트 파일에서 읽습니다</translation>
    </message>
    <message>
        <source>Seeds</source>
        <translation>시드</translation>
    </message>
    <message>
        <source>Such as 1-4 or 3,7,12</source>
        <translation>예: 1-4 또는 3,7,12</translation>
    </message>
    <message>
        <source>Scores</source>
        <translation>점수</translation>
    </message>
    <message>
        <source>How well each picture fits, below it</source>
        <translation>그림 아래에 일치도를 표시</translation>
    </message>
    <message>
        <source>Smile</source>
        <translation>웃음</translation>
    </message>
    <message>
        <source>Expression</source>
        <translation>표정</translation>
    </message>
    <message>
        <source>From earnest to laughing.</source>
        <translation>진지한 얼굴에서 웃는 얼굴로.</translation>
    </message>
    <message>
        <source>From shut to wide open.</source>
        <translation>감은 눈에서 크게 뜬 눈으로.</translation>
    </message>
    <message>
        <source>Pose</source>
        <translation>자세</translation>
    </message>
    <message>
        <source>Turns the head to the left or the right of the picture.</source>
        <translation>고개를 그림의 왼쪽이나 오른쪽으로 돌립니다.</translation>
    </message>
    <message>
        <source>Nod</source>
        <translation>끄덕임</translation>
    </message>
    <message>
        <source>From looking down to looking up.</source>
        <translation>내려다보기에서 올려다보기로.</translation>
    </message>
    <message>
        <source>Age</source>
        <translation>나이</translation>
    </message>
    <message>
        <source>Looks</source>
        <translation>생김새</translation>
    </message>
    <message>
        <source>From young to old: grey hair and wrinkles.</source>
        <translation>젊은 얼굴에서 흰머리와 주름이 있는 얼굴로.</translation>
    </message>
    <message>
        <source>Skin</source>
        <translation>피부</translation>
    </message>
    <message>
        <source>From light to dark skin.</source>
        <translation>밝은 피부에서 어두운 피부로.</translation>
    </message>
    <message>
        <source>Beard</source>
        <translation>턱수염</translation>
    </message>
    <message>
        <source>From shaved to bearded.</source>
        <translation>말끔한 얼굴에서 턱수염 난 얼굴로.</translation>
    </message>
    <message>
        <source>Moustache</source>
        <translation>콧수염</translation>
    </message>
    <message>
        <source>With a moustache or without.</source>
        <translation>콧수염이 있거나 없게.</translation>
    </message>
    <message>
        <source>Hair length</source>
        <translation>머리 길이</translation>
    </message>
    <message>
        <source>Hair</source>
        <translation>머리카락</translation>
    </message>
    <message>
        <source>From short to long hair.</source>
        <translation>짧은 머리에서 긴 머리로.</translation>
    </message>
    <message>
        <source>Curls</source>
        <translation>곱슬</translation>
    </message>
    <message>
        <source>From straight to curly hair.</source>
        <translation>곧은 머리에서 곱슬머리로.</translation>
    </message>
    <message>
        <source>Bald</source>
        <translation>대머리</translation>
    </message>
    <message>
        <source>From much hair to none.</source>
        <translation>숱 많은 머리에서 민머리로.</translation>
    </message>
    <message>
        <source>Glasses</source>
        <translation>안경</translation>
    </message>
    <message>
        <source>Wearing</source>
        <translation>착용</translation>
    </message>
    <message>
        <source>With glasses or without.</source>
        <translation>안경을 쓰거나 벗게.</translation>
    </message>
    <message>
        <source>Sunglasses</source>
        <translation>선글라스</translation>
    </message>
    <message>
        <source>With dark glasses or without.</source>
        <translation>선글라스를 쓰거나 벗게.</translation>
    </message>
    <message>
        <source>Hat</source>
        <translation>모자</translation>
    </message>
    <message>
        <source>With a hat or without.</source>
        <translation>모자를 쓰거나 벗게.</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>빛</translation>
    </message>
    <message>
        <source>Scene</source>
        <translation>장면</translation>
    </message>
    <message>
        <source>Light from the left or the right of the picture.</source>
        <translation>빛이 그림의 왼쪽이나 오른쪽에서 오게.</translation>
    </message>
    <message>
        <source>Outdoors</source>
        <translation>야외</translation>
    </message>
    <message>
        <source>From a room to green hills.</source>
        <translation>방 안에서 푸른 언덕으로.</translation>
    </message>
    <message>
        <source>Season</source>
        <translation>계절</translation>
    </message>
    <message>
        <source>From summer to winter.</source>
        <translation>여름에서 겨울로.</translation>
    </message>
    <message>
        <source>From any other season to autumn.</source>
        <translation>다른 계절에서 가을로.</translation>
    </message>
    <message>
        <source>From any other season to spring.</source>
        <translation>다른 계절에서 봄으로.</translation>
    </message>
    <message>
        <source>Hour</source>
        <translation>시각</translation>
    </message>
    <message>
        <source>From day to night.</source>
        <translation>낮에서 밤으로.</translation>
    </message>
    <message>
        <source>From any other hour to sunset.</source>
        <translation>다른 시각에서 해 질 녘으로.</translation>
    </message>
    <message>
        <source>From any other hour to dawn.</source>
        <translation>다른 시각에서 새벽으로.</translation>
    </message>
    <message>
        <source>Snow</source>
        <translation>눈</translation>
    </message>
    <message>
        <source>Land</source>
        <translation>땅</translation>
    </message>
    <message>
        <source>From bare peaks to snow.</source>
        <translation>맨 봉우리에서 눈 덮인 봉우리로.</translation>
    </message>
    <message>
        <source>Mountains</source>
        <translation>산</translation>
    </message>
    <message>
        <source>From flat land to mountains.</source>
        <translation>평지에서 산으로.</translation>
    </message>
    <message>
        <source>Hills</source>
        <translation>언덕</translation>
    </message>
    <message>
        <source>From flat land to hills.</source>
        <translation>평지에서 언덕으로.</translation>
    </message>
    <message>
        <source>Forest</source>
        <translation>숲</translation>
    </message>
    <message>
        <source>From open land to forest.</source>
        <translation>트인 땅에서 숲으로.</translation>
    </message>
    <message>
        <source>Water</source>
        <translation>물</translation>
    </message>
    <message>
        <source>From dry land to lakes and sea.</source>
        <translation>마른 땅에서 호수와 바다로.</translation>
    </message>
    <message>
        <source>Clouds</source>
        <translation>구름</translation>
    </message>
    <message>
        <source>Sky</source>
        <translation>하늘</translation>
    </message>
    <message>
        <source>From a clear to a clouded sky.</source>
        <translation>맑은 하늘에서 구름 낀 하늘로.</translation>
    </message>
    <message>
        <source>Preset</source>
        <translation>프리셋</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>크기</translation>
    </message>
    <message>
        <source>Young or old, with a hat, outdoors: write who it is.</source>
        <translation>젊은이나 노인, 모자를 쓴 사람, 야외. 누구인지 써 보세요.</translation>
    </message>
    <message>
        <source>Batch size</source>
        <translation>배치 크기</translation>
    </message>
    <message>
        <source>Objective</source>
        <translation>목적 함수</translation>
    </message>
    <message>
        <source>Discriminator</source>
        <translation>판별기</translation>
    </message>
    <message>
        <source>Learning rate, generator</source>
        <translation>학습률(생성기)</translation>
    </message>
    <message>
        <source>Learning rate, discriminator</source>
        <translation>학습률(판별기)</translation>
    </message>
    <message>
        <source>Feature matching</source>
        <translation>특징 매칭</translation>
    </message>
    <message>
        <source>KL term</source>
        <translation>KL 항</translation>
    </message>
    <message>
        <source>L1</source>
        <translation>L1</translation>
    </message>
    <message>
        <source>L1 block</source>
        <translation>L1 블록</translation>
    </message>
    <message>
        <source>Perceptual loss</source>
        <translation>지각 손실</translation>
    </message>
    <message>
        <source>Perceptual network</source>
        <translation>지각 손실 네트워크</translation>
    </message>
    <message>
        <source>R1</source>
        <translation>R1</translation>
    </message>
    <message>
        <source>Regularisation</source>
        <translation>규제</translation>
    </message>
    <message>
        <source>R2</source>
        <translation>R2</translation>
    </message>
    <message>
        <source>Gradient penalty</source>
        <translation>그래디언트 페널티</translation>
    </message>
    <message>
        <source>Consistency</source>
        <translation>일관성</translation>
    </message>
    <message>
        <source>Consistency, generated</source>
        <translation>일관성(생성된 그림)</translation>
    </message>
    <message>
        <source>Spectral norm</source>
        <translation>스펙트럼 정규화</translation>
    </message>
    <message>
        <source>Steps without discriminator</source>
        <translation>판별기 없이 시작하는 스텝</translation>
    </message>
    <message>
        <source>Smoothed label maps</source>
        <translation>다듬은 레이블 맵</translation>
    </message>
    <message>
        <source>Size of the latent</source>
        <translation>잠재 벡터 크기</translation>
    </message>
    <message>
        <source>Averaging half-life</source>
        <translation>가중치 평균의 반감기</translation>
    </message>
    <message>
        <source>Width</source>
        <translation>너비</translation>
    </message>
    <message>
        <source>Learning rate</source>
        <translation>학습률</translation>
    </message>
    <message>
        <source>Generator</source>
        <translation>생성기</translation>
    </message>
    <message>
        <source>Norm</source>
        <translation>정규화 층</translation>
    </message>
    <message>
        <source>Dropout</source>
        <translation>드롭아웃</translation>
    </message>
    <message>
        <source>Warm up</source>
        <translation>워밍업</translation>
    </message>
    <message>
        <source>Adam β1</source>
        <translation>Adam β1</translation>
    </message>
    <message>
        <source>Adam β2</source>
        <translation>Adam β2</translation>
    </message>
    <message>
        <source>Constant steps</source>
        <translation>학습률 유지 스텝</translation>
    </message>
    <message>
        <source>Decay steps</source>
        <translation>학습률 감소 스텝</translation>
    </message>
    <message>
        <source>Width, generator</source>
        <translation>너비(생성기)</translation>
    </message>
    <message>
        <source>Width, discriminator</source>
        <translation>너비(판별기)</translation>
    </message>
    <message>
        <source>Blocks</source>
        <translation>블록 수</translation>
    </message>
    <message>
        <source>Patch layers</source>
        <translation>패치 층 수</translation>
    </message>
    <message>
        <source>Name of the first set</source>
        <translation>첫 묶음의 이름</translation>
    </message>
    <message>
        <source>Name of the second set</source>
        <translation>둘째 묶음의 이름</translation>
    </message>
    <message>
        <source>Cycle consistency</source>
        <translation>순환 일관성</translation>
    </message>
    <message>
        <source>Identity loss</source>
        <translation>항등 손실</translation>
    </message>
    <message>
        <source>Image pool</source>
        <translation>이미지 풀</translation>
    </message>
    <message>
        <source>Augment</source>
        <translation>증강</translation>
    </message>
    <message>
        <source>ADA target</source>
        <translation>ADA 목표값</translation>
    </message>
    <message>
        <source>ADA speed</source>
        <translation>ADA 속도</translation>
    </message>
    <message>
        <source>Conditional</source>
        <translation>클래스 조건</translation>
    </message>
    <message>
        <source>Style mixing</source>
        <translation>스타일 혼합</translation>
    </message>
    <message>
        <source>Weight decay</source>
        <translation>가중치 감쇠</translation>
    </message>
    <message>
        <source>Languages</source>
        <translation>언어</translation>
    </message>
    <message>
        <source>Fact loss</source>
        <translation>사실 손실</translation>
    </message>
    <message>
        <source>Augmentation</source>
        <translation>증강</translation>
    </message>
    <message>
        <source>R1 interval</source>
        <translation>R1 간격</translation>
    </message>
    <message>
        <source>Path length</source>
        <translation>경로 길이</translation>
    </message>
    <message>
        <source>Path length interval</source>
        <translation>경로 길이 간격</translation>
    </message>
    <message>
        <source>Path length averaging</source>
        <translation>경로 길이 평균</translation>
    </message>
    <message>
        <source>Path length share</source>
        <translation>경로 길이 배치 비율</translation>
    </message>
    <message>
        <source>Styles</source>
        <translation>스타일</translation>
    </message>
    <message>
        <source>Known styles</source>
        <translation>아는 스타일</translation>
    </message>
    <message>
        <source>Pixels</source>
        <translation>픽셀</translation>
    </message>
    <message>
        <source>Rows alike</source>
        <translation>같은 행</translation>
    </message>
    <message>
        <source>Variant</source>
        <translation>변형</translation>
    </message>
    <message>
        <source>Real label</source>
        <translation>진짜 레이블 값</translation>
    </message>
    <message>
        <source>Projected dim</source>
        <translation>투영 차원</translation>
    </message>
    <message>
        <source>More losses</source>
        <translation>추가 손실</translation>
    </message>
    <message>
        <source>CLIP model</source>
        <translation>CLIP 모델</translation>
    </message>
    <message>
        <source>Text encoder</source>
        <translation>텍스트 인코더</translation>
    </message>
    <message>
        <source>CLIP weights</source>
        <translation>CLIP 가중치</translation>
    </message>
    <message>
        <source>Wrong sentences</source>
        <translation>틀린 문장</translation>
    </message>
    <message>
        <source>Image</source>
        <translation>이미지</translation>
    </message>
    <message>
        <source>Make a picture winter, night or whatever else a model knows; in a selection, if there is one.</source>
        <translation>그림을 겨울, 밤 등 모델이 아는 모습으로 바꿉니다. 선택 영역이 있으면 그 안만 바꿉니다.</translation>
    </message>
    <message>
        <source>Reader</source>
        <translation>읽는 모델</translation>
    </message>
    <message>
        <source>Model that reads</source>
        <translation>그림을 읽는 모델</translation>
    </message>
    <message>
        <source>Longer side at which the model reads</source>
        <translation>모델이 읽는 긴 변의 픽셀 수</translation>
    </message>
</context>
</TS>
